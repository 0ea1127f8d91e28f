import { z } from 'zod';
import type { VersionFacts } from '../release/evidence.ts';
import { numberText, textBeside } from '../release/number-text.ts';
import type { Answer, Gate } from './gate.ts';

const words = 'not a size. Write a number and a unit, for example 500MB or 2GiB.';
const units: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};

/** `{ size: 500MB }`: of all files of the model together. */
export const Size = z.strictObject({
  size: z.string(words).regex(/^\d{1,9}(\.\d{1,6})?\s?(B|[kKMGT]B|[KMGT]iB)$/, words),
});
export type Size = z.output<typeof Size>;

type Artifacts = VersionFacts['artifacts'];

/** Passes when the model's files have at most so many bytes. */
export function size({ size: written }: Size): Gate {
  const unit = written.replace(/^[\d.\s]+/, '');
  const most = Number(written.slice(0, -unit.length));
  const bytesEach = units[unit] ?? Number.NaN;
  const needed = `${numberText(most)} ${unit}`;
  const told = ({ bytes }: Artifacts) => `${textBeside(bytes / bytesEach, most)} ${unit}`;
  return {
    kind: 'size',
    label: `size ≤ ${needed}`,
    about: null,
    check({ candidate: { artifacts }, champion }) {
      if (artifacts.files === 0) return empty;
      const passed = artifacts.bytes <= most * bytesEach;
      const live = champion === null ? '' : ` (v${champion.version} ${told(champion.artifacts)})`;
      return {
        status: passed ? 'pass' : 'fail',
        reason: `${told(artifacts)} in ${filesText(artifacts)}, needs ≤ ${needed}${live}.`,
        cure: passed ? null : 'Leave out what serving does not need, and register a new version.',
      };
    },
  };
}

const empty: Answer = {
  status: 'missing',
  reason: 'The version has no files.',
  cure: 'Log the model, and register it again.',
};

function filesText({ files }: Artifacts): string {
  return `${files} ${files === 1 ? 'file' : 'files'}`;
}
