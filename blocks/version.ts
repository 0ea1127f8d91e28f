import type { VersionFacts } from '../src/release/evidence.ts';
import { numberText } from '../src/release/number-text.ts';
import type { ReleaseState } from '../src/release/state.ts';
import { bytes, count } from '../src/release/view-numbers.ts';
import { code, date, few, type Leaf, type Line, line, outside, strong, v } from '../src/release/view-words.ts';
import { releaseLine } from './history.ts';
import { isAddress, type People } from './leaves.ts';
import { listMessage } from './lists.ts';
import type { Message } from './message.ts';

/** A version with what became of it. */
export interface VersionView {
  readonly model: string;
  readonly environment: string;
  readonly facts: VersionFacts;
  readonly releases: readonly ReleaseState[];
}

/** One version on one page: its run, its numbers, its files, and its releases. */
export function versionMessage({ model, environment, facts, releases }: VersionView, people: People): Message {
  return listMessage(
    {
      title: line(strong(v(facts.version)), ' of ', outside(model, 80), ' in ', outside(environment, 40)),
      items: [
        line(
          'Registered ',
          date(facts.registeredAt),
          ` in `,
          outside(facts.registry, 40),
          `, ${statuses[facts.status]}`,
        ),
        ...runLines(facts.run),
        ...metricLine(facts),
        ...pairsLine('Tags: ', facts.tags),
        line(
          `${count(facts.artifacts.files, 'file')}, ${bytes(facts.artifacts.bytes)}, digest ${facts.artifacts.digest.slice(0, 12)}`,
        ),
        ...(facts.description === '' ? [] : [line('“', outside(facts.description, 300), '”')]),
        ...links(facts),
        releases.length === 0 ? line('No releases yet.') : line(strong(count(releases.length, 'release'))),
        ...releases.map(releaseLine),
      ],
      rest: (more) => line(`${count(more, 'more line')} in history`),
    },
    people,
  );
}

const statuses: Record<VersionFacts['status'], string> = {
  pending: 'not ready yet',
  ready: 'ready',
  failed: 'failed: the registry could not take it in',
};

function runLines(run: VersionFacts['run']): readonly Line[] {
  if (run === null) return [line('No run is linked, so nobody knows how it was trained.')];
  const commit =
    run.commit === null
      ? 'no commit logged'
      : line('commit ', code(run.commit.slice(0, 10)), run.dirty ? ' with changes that were not committed' : '');
  return [
    line(
      'Run ',
      code(run.id, 40),
      `, ${run.status}`,
      run.user === null ? '' : line(', by ', outside(run.user, 40)),
      ', ',
      commit,
    ),
  ];
}

function metricLine({ metrics }: VersionFacts): readonly Line[] {
  if (metrics.length === 0) return [line('No metrics logged.')];
  return [
    line(
      'Metrics: ',
      few(
        metrics.map(({ name, value }) => line(outside(name, 40), ` ${numberText(value)}`)),
        12,
      ),
    ),
  ];
}

function pairsLine(heading: string, pairs: Readonly<Record<string, string>>): readonly Line[] {
  const all = Object.entries(pairs);
  return all.length === 0
    ? []
    : [
        line(
          heading,
          few(
            all.map(([key, value]) => line(outside(key, 40), ' = ', outside(value, 60))),
            10,
          ),
        ),
      ];
}

function links({ url, run }: VersionFacts): readonly Line[] {
  const all = [link('version', url), link('run', run?.url ?? null)].flat();
  return all.length === 0
    ? []
    : [
        few(
          all.map((leaf) => [leaf]),
          2,
        ),
      ];
}

function link(label: string, url: string | null): readonly Leaf[] {
  return url === null || !isAddress(url) ? [] : [{ kind: 'link', label, url }];
}
