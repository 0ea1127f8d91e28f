import type { Evidence } from '../src/release/evidence.ts';
import { type Line, line, outside } from '../src/release/view-words.ts';
import type { Part } from './parts.ts';

type Candidate = Evidence['candidate'];
type Environment = Candidate['environment'];
type Values = Readonly<Record<string, string>>;

const chainWords = /prompt|retriev|embed|index|chunk|rerank|corpus|knowledge|temperature|top_[kp]\b|base_model|llm/i;

/** Whether a parameter or tag describes a part of a chain: prompt, retriever, embedding, index. */
export function isChain(name: string): boolean {
  return chainWords.test(name);
}

/** What the answers of a language-model application come from, against the champion's. */
export function chainPart(candidate: Candidate, champion: Evidence['champion']): readonly Part[] {
  const params = only(candidate.params, isChain);
  const before = champion?.params === undefined ? undefined : only(champion.params, isChain);
  const tags = Object.entries(only(candidate.tags, isChain)).map(([key, value]) => pair(bare(key), value));
  const { differ, same } = compared(params, before);
  return part('Prompt, retriever, embedding, index', [...differ, ...same, ...tags]);
}

/** Python and requirements: what differs first, then how much is the same. */
export function environmentPart(candidate: Environment, champion: Environment): readonly Part[] {
  if (candidate == null) return [];
  const { differ, same } = compared(pinned(candidate), champion == null ? undefined : pinned(champion));
  const kept = differ.length > 0 && same.length > 0 ? [line(`the same: ${same.length}`)] : same;
  const nothing = champion != null && differ.length === 0;
  return part(
    'Environment',
    nothing ? [line(`the same as the champion’s, ${same.length} entries`)] : [...differ, ...kept],
  );
}

/** Parameters that differ from the champion's, then the rest; `left` is shown elsewhere. */
export function paramParts(
  candidate: Values,
  champion: Values | undefined,
  left: (name: string) => boolean,
): readonly Part[] {
  const own = only(candidate, (name) => !left(name));
  const { differ, same } = compared(own, champion && only(champion, (name) => !left(name)));
  if (champion === undefined) return part('Parameters', same);
  return [
    ...part(`Parameters that differ: ${differ.length}`, differ),
    ...part(`Same parameters: ${same.length}`, same),
  ];
}

function pinned({ python, requirements }: NonNullable<Environment>): Values {
  const own = python === null ? {} : { python };
  const pins = Object.entries(requirements).map(([name, version]) => [name, version ?? 'not pinned']);
  return { ...own, ...Object.fromEntries(pins) };
}

/** Each difference in a line, and each value that is the same; without a champion nothing differs. */
function compared(now: Values, before: Values | undefined): { readonly differ: Line[]; readonly same: Line[] } {
  const was = before ?? now;
  const gone = Object.keys(was).filter((name) => now[name] === undefined);
  const changed = Object.entries(now).filter(([name, value]) => was[name] !== value);
  return {
    differ: [
      ...changed.map(([name, value]) => difference(name, was[name], value)),
      ...gone.map((name) => difference(name, was[name], undefined)),
    ],
    same: Object.entries(now)
      .filter(([name, value]) => was[name] === value)
      .map(([name, value]) => pair(name, value)),
  };
}

function difference(name: string, was: string | undefined, is: string | undefined): Line {
  if (was === undefined) return line(outside(name, 60), ': new, ', outside(is ?? '', 120));
  return line(outside(name, 60), ': ', outside(was, 120), ' → ', is === undefined ? 'gone' : outside(is, 120));
}

function pair(name: string, value: string): Line {
  return line(outside(name, 60), ' = ', outside(value, 160));
}

/** `version:stage` and `run:stage` are both the tag `stage`. */
function bare(key: string): string {
  return key.replace(/^(version|run):/, '');
}

function only(values: Values, wanted: (name: string) => boolean): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => wanted(name)));
}

function part(heading: string, lines: readonly Line[]): readonly Part[] {
  return lines.length === 0 ? [] : [{ heading, lines }];
}
