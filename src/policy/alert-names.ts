import type { Found } from './problems.ts';
import { namesIn, valueAt, walk } from './walk.ts';
import { code } from './words.ts';

/** What alerts and checks name that is taken, is not there, or is never met. */
export function alertNames(raw: unknown): Found[] {
  return [...namesTaken(raw), ...rulesLeadingNowhere(raw), ...serversUnclear(raw)];
}

const taken = new Map([
  ['mlflow', 'taken by what else is listened to'],
  ['github', 'taken by what else is listened to'],
  ['signalbox', 'what own checks are told by'],
]);

/** The end of the address under `/webhooks/` tells everybody apart who sends something. */
function namesTaken(raw: unknown): Found[] {
  const registries = namesIn(raw, 'registries');
  return walk(raw, 'alerts.*').flatMap(({ path }): Found[] => {
    const name = String(path[1]);
    const why = registries.includes(name) ? 'a registry’s name' : taken.get(name);
    if (why === undefined) return [];
    const words = `${code(name)} is ${why}. Give the source another name.`;
    return [{ path, at: 'key', words }];
  });
}

/** A rule that is about a model where it never comes. */
function rulesLeadingNowhere(raw: unknown): Found[] {
  return walk(raw, 'alerts.*.map.#').flatMap(({ path, value }): Found[] => {
    const model = valueAt(value, ['model']);
    const environment = valueAt(value, ['environment']);
    if (typeof model !== 'string' || typeof environment !== 'string') return [];
    const steps = walk(valueAt(raw, ['models', model]), 'path.#').map((spot) => spot.value);
    const isKnown = namesIn(raw, 'environments').includes(environment);
    if (steps.length === 0 || !isKnown || steps.includes(environment)) return [];
    const words = `${code(environment)} is not on the path of ${code(model)}. Write one of ${steps.map((step) => code(String(step))).join(', ')}.`;
    return [{ path: [...path, 'environment'], at: 'value', words }];
  });
}

/** A query that nothing could be asked, or any of several. */
function serversUnclear(raw: unknown): Found[] {
  const servers = namesIn(raw, 'prometheus');
  if (servers.length === 1) return [];
  const checks = ['environments.*.checks.#', 'models.*.checks.#', 'models.*.in.*.checks.#'];
  return checks
    .flatMap((pattern) => walk(raw, pattern))
    .filter(({ value }) => valueAt(value, ['query']) !== undefined && valueAt(value, ['prometheus']) === undefined)
    .map(({ path }) => ({ path: [...path, 'query'], at: 'key', words: whichServer(servers) }));
}

function whichServer(servers: readonly string[]): string {
  return servers.length === 0
    ? 'there is no server to ask. Write one at the top of the file, `prometheus: { main: { url: "https://prometheus.example" } }`.'
    : `there are several servers, and it does not say which. Write \`prometheus\` beside it: ${servers.map(code).join(', ')}.`;
}
