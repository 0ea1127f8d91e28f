import type { VersionFacts } from '../release/evidence.ts';
import { matches } from '../release/pattern.ts';
import type { Answer, GateFacts } from './gate.ts';
import { quoted } from './quoted.ts';
import { isNumber } from './reading.ts';
import { few } from './together.ts';

const mostNamed = 6;
/** Registries keep the names of at most so many files of a model. */
const mostNamedFiles = 200;

type Kind = 'param' | 'tag' | 'metric' | 'file';

/** What of one kind is logged; null where it was not read. An empty value, or a metric that is no number, counts as nothing. */
const logged: Record<Kind, (facts: GateFacts) => readonly string[] | null> = {
  param: ({ candidate }) => filled(candidate.params),
  tag: ({ candidate }) => filled({ ...candidate.run?.tags, ...candidate.tags }),
  metric: ({ candidate }) => candidate.metrics.filter(({ value }) => isNumber(value)).map(({ name }) => name),
  file: ({ candidate, outside }) => {
    const own = candidate.artifacts.manifest?.map(({ path }) => path) ?? [];
    if (candidate.run !== null && outside.runArtifacts === null) return null;
    return [...own, ...(outside.runArtifacts ?? []).map(({ path }) => path)];
  },
};

const cures: Record<Kind, string> = {
  param: 'Log it on the run, then check again.',
  metric: 'Log it on the run, then check again.',
  file: 'Log it on the run, then check again.',
  tag: 'Set it on the run, then check again.',
};

/** Says which of the wanted names, or patterns, nothing was logged under. */
export function allLogged(kind: Kind, wanted: readonly string[], facts: GateFacts): Answer[] {
  if (wanted.length === 0) return [];
  const there = logged[kind](facts);
  if (there === null)
    return [{ status: 'cannot-tell', reason: 'The files of the run were not read.', cure: 'Check again.' }];
  const open = wanted.filter((pattern) => !there.some((name) => matches(pattern, name)));
  if (open.length === 0) return [];
  if (kind === 'file' && isUnnamed(facts.candidate.artifacts)) return [tooMany(open)];
  const named = `${capital(kind)}${open.length === 1 ? '' : 's'} ${few(open.map(quoted), mostNamed)} ${open.length === 1 ? 'is' : 'are'}`;
  return facts.candidate.run?.status === 'running'
    ? [{ status: 'not-logged-yet', reason: `${named} not logged yet.`, cure: 'Wait until the run ends.' }]
    : [
        {
          status: 'missing',
          reason: `${named} missing.`,
          cure: open.length === 1 ? cures[kind] : cures[kind].replace('it', 'them'),
        },
      ];
}

/** A model of very many files is known by their digest alone. */
function isUnnamed({ files, manifest }: VersionFacts['artifacts']): boolean {
  return manifest === null && files > mostNamedFiles;
}

function tooMany(open: readonly string[]): Answer {
  const named = few(open.map(quoted), mostNamed);
  return {
    status: 'cannot-tell',
    reason: `The run has no ${named}, and the model too many files to know them by name.`,
    cure: 'Log it on the run beside the model, then check again.',
  };
}

/** Says when there is no description, or one that is too short. */
export function description(
  wanted: true | { readonly min: number } | undefined,
  { description }: VersionFacts,
): Answer[] {
  const least = wanted === undefined ? 0 : wanted === true ? 1 : wanted.min;
  const length = [...description.trim()].length;
  if (length >= least) return [];
  const cure = 'Write it on the version in the registry.';
  return length === 0
    ? [{ status: 'missing', reason: 'The description is missing.', cure }]
    : [{ status: 'fail', reason: `The description has ${length} characters, needs ≥ ${least}.`, cure }];
}

/** Says for which contexts no data set is logged. */
export function dataSets(wanted: true | string | readonly string[] | undefined, { datasets }: VersionFacts): Answer[] {
  if (wanted === undefined) return [];
  const cure = 'Log it as an input of the run, then check again.';
  if (wanted === true)
    return datasets.length > 0 ? [] : [{ status: 'missing', reason: 'No data set is logged.', cure }];
  const open = [wanted].flat().filter((pattern) => !datasets.some(({ context }) => matches(pattern, context ?? '')));
  if (open.length === 0) return [];
  return [{ status: 'missing', reason: `No data set is logged for ${few(open.map(quoted), mostNamed)}.`, cure }];
}

/** Says when the run's name is not of the pattern. */
export function runNamed(wanted: string | undefined, { run }: VersionFacts): Answer[] {
  const name = run?.name ?? run?.tags['mlflow.runName'];
  if (wanted === undefined || (name && matches(wanted, name))) return [];
  const cure = `Name the run like ${quoted(wanted)}.`;
  return name
    ? [{ status: 'fail', reason: `The run is called ${quoted(name)}, needs ${quoted(wanted)}.`, cure }]
    : [{ status: 'missing', reason: 'The run has no name.', cure }];
}

/** Says which fields of the model card are neither a tag or param `model_card.<field>`, nor a heading of the description with words under it. */
export function cardFields(wanted: readonly string[], { params, tags, run, description }: VersionFacts): Answer[] {
  const set = filled({ ...params, ...run?.tags, ...tags });
  const written = headings(description);
  const open = wanted.filter(
    (field) => !set.some((name) => matches(`model_card.${field}`, name)) && !matchesHeading(written, field),
  );
  if (open.length === 0) return [];
  return [
    {
      status: 'missing',
      reason: `The model card lacks ${few(open.map(quoted), mostNamed)}.`,
      cure: `Set tags such as \`model_card.${open[0]}\` on the version, or write headings with words under them into its description.`,
    },
  ];
}

/** Titles of the description's sections that say something, as words in small letters. */
function headings(text: string): readonly string[] {
  const sections = text.split(/^#{1,6}[ \t]+/m).slice(1);
  return sections.flatMap((section) => {
    const [title = '', ...body] = section.split('\n');
    return body.join('').trim() === '' ? [] : [plain(title)];
  });
}

function matchesHeading(written: readonly string[], field: string): boolean {
  return written.some((title) => matches(plain(field), title));
}

/** "Intended use:" and `intended_use` are the same words. */
function plain(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ')
    .replace(/[\s:.#]+$/, '')
    .trim();
}

function filled(entries: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(entries).flatMap(([name, value]) => (value.trim() === '' ? [] : [name]));
}

function capital(word: string): string {
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
}
