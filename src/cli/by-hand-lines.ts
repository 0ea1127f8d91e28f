import type { Policy } from '../policy/parse.ts';
import { type HandMove, type HandTarget, handMoves } from '../release/by-hand.ts';

type Registry = Policy['registries'][string];

/** A move by hand as far as the policy's file and the registry tell it. */
export interface HandPlan {
  readonly registry: Registry;
  /** Of the registered model there. */
  readonly name: string;
  readonly target: HandTarget;
  /** What serves the model has to be told, in words, before and after the alias moves. */
  readonly serving: { readonly before: readonly string[]; readonly after: readonly string[] };
}

/** The calls in their order, one a line, to be typed into a shell; secrets stand there by the names of their variables. */
export function handLines({ registry, name, target, serving }: HandPlan): readonly string[] {
  const read = ask(registry, `/registered-models/get`, name);
  return [
    ...serving.before.map(comment),
    ...handMoves(target).flatMap((move) => [comment(wordsOf(move)), call(registry, name, move)]),
    comment(`Read it back: ${target.alias} has to be ${target.live ?? 'gone'}.`),
    read,
    ...serving.after.map(comment),
  ];
}

function comment(words: string): string {
  return `# ${words}`;
}

function wordsOf(move: HandMove): string {
  if (move.kind === 'stage') return `The stage ${move.stage} follows; whatever else is in it is archived.`;
  return move.version === null ? `Nothing is ${move.alias} any more.` : `v${move.version} is ${move.alias}.`;
}

const paths: Readonly<Record<HandMove['kind'], string>> = {
  alias: '/registered-models/alias',
  stage: '/model-versions/transition-stage',
};

function call(registry: Registry, name: string, move: HandMove): string {
  const method = move.kind === 'alias' && move.version === null ? 'DELETE' : 'POST';
  const url = quoted(`${addressOf(registry)}${paths[move.kind]}`);
  const body = quoted(JSON.stringify(bodyOf(name, move)));
  return `${curl(registry)} -X ${method} -H 'Content-Type: application/json' -d ${body} ${url}`;
}

function bodyOf(name: string, move: HandMove): object {
  if (move.kind === 'stage') return { name, version: move.version, stage: move.stage, archive_existing_versions: true };
  return move.version === null ? { name, alias: move.alias } : { name, alias: move.alias, version: move.version };
}

function ask(registry: Registry, path: string, name: string): string {
  return `${curl(registry)} -G --data-urlencode ${quoted(`name=${name}`)} ${quoted(addressOf(registry) + path)}`;
}

function curl({ auth, ca }: Registry): string {
  const certificate = ca === undefined ? '' : ` --cacert ${quoted(ca)}`;
  return `curl -fsS${certificate}${login(auth)}`;
}

/** Double quotes let the shell put in the value; a name of a variable has nothing else that a shell reads. */
function login(auth: Registry['auth']): string {
  if (auth === 'none') return '';
  if ('basic' in auth) return ` -u ${quoted(`${auth.basic.user}:`)}"$${variable(auth.basic.password)}"`;
  return ` -H "Authorization: Bearer $${variable(auth.bearer)}"`;
}

function variable(reference: string): string {
  return reference.replace(/^env:/, '');
}

function addressOf({ url }: Registry): string {
  return `${url.replace(/\/+$/, '')}/api/2.0/mlflow`;
}

/** As one word of a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
