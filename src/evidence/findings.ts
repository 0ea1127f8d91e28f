import type { Findings, Verdict, VersionFacts } from '../release/evidence.ts';
import { schemaText } from './build.ts';
import { changesOf, folded, keyed, short, shown } from './changes.ts';
import { linksOf } from './links.ts';
import { metricLines, type NamedMetric, type Reviewed } from './metric-lines.ts';

const mostMetrics = 5;
const mostChanges = 5;

/** What the card is drawn from. `named` are the metrics that gates name, in the policy's order. */
export interface Found {
  readonly candidate: VersionFacts;
  readonly champion: VersionFacts | null;
  readonly verdicts: readonly Verdict[];
  readonly named: readonly NamedMetric[];
  /** How many commits the candidate has that the champion has not, where somebody could count them. */
  readonly commits?: number | null;
  /** Where the candidate was trained after reviewers had looked at something else. */
  readonly reviewed?: Reviewed | null;
}

/** The words and links of the evidence: the metrics that matter most, what changed since the champion, where to look. */
export function findingsOf(found: Found): Findings {
  const { candidate, champion, verdicts, named, commits = null, reviewed = null } = found;
  const lines = metricLines(candidate, champion, named, reviewed);
  return {
    verdicts: [...verdicts],
    metrics: lines.slice(0, mostMetrics),
    moreMetrics: Math.max(0, lines.length - mostMetrics),
    changes: changes(candidate, champion, commits),
    links: linksOf(candidate, champion),
    runAuthor: candidate.run?.user ?? null,
    commitAuthor: candidate.run?.commitAuthor ?? null,
    commit: candidate.run?.commit ?? null,
  };
}

function changes(candidate: VersionFacts, champion: VersionFacts | null, counted: number | null): string[] {
  return [
    ...commits(candidate, champion, counted),
    ...schema(candidate, champion),
    ...data(candidate, champion),
    ...environment(candidate, champion),
    ...parameters(candidate, champion),
  ];
}

function commits({ run }: VersionFacts, champion: VersionFacts | null, counted: number | null): string[] {
  const dirty = run?.dirty ? ' with uncommitted changes' : '';
  if (!run?.commit) return [`commit unknown${dirty}`];
  const before = champion?.run?.commit;
  if (before === run.commit) return [`commit same (${short(run.commit)})${dirty}`];
  const way = `${before ? `${short(before)} → ` : ''}${short(run.commit)}`;
  return counted ? [`${counted} commit${counted === 1 ? '' : 's'} (${way})${dirty}`] : [`commit ${way}${dirty}`];
}

function schema(candidate: VersionFacts, champion: VersionFacts | null): string[] {
  const now = schemaText(candidate);
  if (now === null) return ['no schema logged'];
  if (champion === null) return [];
  return [schemaText(champion) === now ? 'schema same' : 'schema changed'];
}

function data(candidate: VersionFacts, champion: VersionFacts | null): string[] {
  const now = digests(candidate);
  const lines =
    champion === null
      ? Object.entries(now).map(([name, digest]) => `data \`${shown(name)}\` ${short(digest)}`)
      : changesOf('data', digests(champion), now, short);
  const same = champion !== null && lines.length === 0 && Object.keys(now).length > 0;
  return same ? ['data same'] : folded(lines, mostChanges, 'more data sets');
}

function digests({ datasets }: VersionFacts): Record<string, string> {
  const named = keyed(datasets, ({ name, context }) => (context ? `${name} (${context})` : name));
  return Object.fromEntries([...named].map(([name, { digest }]) => [name, digest]));
}

/** Names of packages hold nothing that has to be quoted. */
function unquoted(line: string): string {
  return line.replaceAll('`', '');
}

/** What both sides run in, as their own files say it; nothing where one of them says nothing. */
function environment({ environment: now }: VersionFacts, champion: VersionFacts | null): string[] {
  const before = champion?.environment;
  if (!before || !now) return [];
  const python = changesOf('', { python: before.python ?? unnamed }, { python: now.python ?? unnamed }, shown);
  const packages = changesOf('', pins(before.requirements), pins(now.requirements), shown);
  return folded([...python, ...packages].map(unquoted), mostChanges, 'more packages differ');
}

const unnamed = 'not named';

function pins(requirements: Readonly<Record<string, string | null>>): Record<string, string> {
  return Object.fromEntries(Object.entries(requirements).map(([name, version]) => [name, version ?? 'not pinned']));
}

function parameters(candidate: VersionFacts, champion: VersionFacts | null): string[] {
  if (champion === null) return [];
  return folded(
    changesOf('parameter', champion.params, candidate.params, shown),
    mostChanges,
    'more parameters differ',
  );
}
