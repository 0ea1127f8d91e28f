import { quoted } from './quoted.ts';
import { type Side, type Spec, typeText } from './signature.ts';
import type { Rules } from './signature-rules.ts';

type Fields = ReadonlyMap<string, Spec>;

/** Where in a signature two sides are compared, and by which rules. */
interface Walk {
  readonly what: 'input' | 'output' | 'param';
  readonly rules: Rules;
  /** How many objects lie around. */
  readonly depth: number;
  /** "address." inside the object `address`. */
  readonly under: string;
}

/** Every difference of one side that the rules do not allow, in words: "input `age` is integer, was long". */
export function differencesOf(what: Walk['what'], before: Side, now: Side, rules: Rules): readonly string[] {
  if (before !== null && now !== null) return fields({ what, rules, depth: 0, under: '' }, before, now);
  if (before === now) return [];
  if (now === null) return rules.drop(0) ? [] : [`${what}s are not declared any more`];
  return rules.add(true) ? [] : [`${what}s are declared, and were not`];
}

function fields(walk: Walk, before: Fields, now: Fields): readonly string[] {
  const { rules, depth } = walk;
  const kept = [...before].flatMap(([name, old]) => {
    const spec = now.get(name);
    if (spec) return field(walk, name, old, spec);
    return rules.drop(depth) ? [] : [`${called(walk, name)} is gone`];
  });
  const added = [...now].filter(([name, spec]) => !before.has(name) && !rules.add(isRequired(spec)));
  return [
    ...kept,
    ...added.map(([name, spec]) => `${called(walk, name)} is new${isRequired(spec) ? ' and required' : ''}`),
  ];
}

function field(walk: Walk, name: string, before: Spec, now: Spec): readonly string[] {
  const { rules } = walk;
  const [old, required] = [isRequired(before), isRequired(now)];
  const words = (is: boolean) => (is ? 'required' : 'optional');
  const [was, is] = [before.default, now.default].map((value) => JSON.stringify(value));
  return [
    ...type(walk, name, before, now),
    ...(rules.require(old, required) ? [] : [`${called(walk, name)} is ${words(required)}, was ${words(old)}`]),
    ...(was === is || rules.defaults === 'any' ? [] : [`${called(walk, name)} is ${is} by default, was ${was}`]),
  ];
}

function type(walk: Walk, name: string, before: Spec, now: Spec): readonly string[] {
  const differs = [`${called(walk, name)} is ${typeText(now)}, was ${typeText(before)}`];
  if (String(before.shape ?? null) !== String(now.shape ?? null) || !tensorFits(walk.rules, before, now))
    return differs;
  if (before.type === now.type) return inside(walk, name, before, now);
  return walk.rules.type(before.type, now.type) ? [] : differs;
}

function inside(walk: Walk, name: string, before: Spec, now: Spec): readonly string[] {
  const [old, one] = [before.items ?? before.values, now.items ?? now.values];
  if (old && one) return type(walk, `${name}[]`, old, one);
  const inner = { ...walk, depth: walk.depth + 1, under: `${walk.under}${name}.` };
  return fields(inner, propertiesOf(before), propertiesOf(now));
}

function propertiesOf({ properties = {} }: Spec): Fields {
  return new Map(Object.entries(properties));
}

function tensorFits(rules: Rules, { 'tensor-spec': before }: Spec, { 'tensor-spec': now }: Spec): boolean {
  if (before === undefined || now === undefined) return true;
  const sizes = before.shape.length === now.shape.length;
  return sizes && before.dtype === now.dtype && before.shape.every((size, at) => rules.size(size, now.shape[at] ?? 0));
}

function called({ what, under }: Walk, name: string): string {
  return `${what} ${quoted(`${under}${name}`)}`;
}

/** MLflow takes a column that does not say so for required. */
function isRequired({ required = true }: Spec): boolean {
  return required;
}
