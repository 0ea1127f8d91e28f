import type { Dataset, Evidence } from '../src/release/evidence.ts';
import { code, type Line, line, outside } from '../src/release/view-words.ts';
import type { Part } from './parts.ts';

/** The data that both sides were made and measured with, and which of it is the same. */
export function dataPart(candidate: readonly Dataset[], champion: readonly Dataset[] | undefined): readonly Part[] {
  const before = new Set((champion ?? []).map(({ digest }) => digest));
  const now = new Set(candidate.map(({ digest }) => digest));
  const lines = [
    ...candidate.map((one) =>
      line(dataset(one), champion === undefined ? '' : before.has(one.digest) ? ', the champion’s too' : ', new'),
    ),
    ...(champion ?? []).filter(({ digest }) => !now.has(digest)).map((one) => line('champion only: ', dataset(one))),
  ];
  return lines.length === 0 ? [] : [{ heading: 'Data', lines }];
}

/** Tags of version and run; those of the chain are shown with it. */
export function tagPart(tags: Readonly<Record<string, string>>, left: (name: string) => boolean): readonly Part[] {
  const lines = Object.entries(tags)
    .filter(([key]) => !left(key))
    .map(([key, value]) => line(outside(key, 80), ' = ', outside(value, 160)));
  return lines.length === 0 ? [] : [{ heading: 'Tags', lines }];
}

/** Where it comes from and what approvals are bound to. */
export function boundPart({ candidate, champion, policy }: Evidence): Part {
  return {
    heading: 'Bound to',
    lines: [
      line(
        `version ${candidate.version} of `,
        outside(candidate.name, 80),
        ' in ',
        outside(candidate.registry, 40),
        ', files ',
        code(candidate.artifacts.slice(0, 12)),
      ),
      line('run ', candidate.run === null ? 'none' : code(candidate.run, 64)),
      line(
        'commit ',
        commit(candidate.commit),
        champion?.commit == null ? '' : line(' (champion ', commit(champion.commit), ')'),
      ),
      line(`schema ${schemaWords(candidate.schema, champion?.schema ?? null)}`),
      line(`champion ${champion === null ? 'none' : `v${champion.version}`}`),
      line('policy ', code(policy.slice(0, 12))),
    ],
  };
}

function dataset({ name, digest, context }: Dataset): Line {
  return line(
    outside(name, 80),
    ' ',
    code(digest, 24),
    context === null || context === '' ? '' : line(' (', outside(context, 40), ')'),
  );
}

function commit(hash: string | null): Line {
  return hash === null ? line('not logged') : [code(hash.slice(0, 12), 12)];
}

function schemaWords(candidate: string | null, champion: string | null): string {
  if (candidate === null) return 'not logged';
  if (champion === null) return 'logged, nothing to compare with';
  return candidate === champion ? 'same as the champion’s' : 'different from the champion’s';
}
