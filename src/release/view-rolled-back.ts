import type { LaneState } from './lane-state.ts';
import type { ReleaseState } from './state.ts';
import type { Around } from './view-shape.ts';
import { date, type Line, line, outside, v } from './view-words.ts';

type TakenBack = LaneState['rolledBack'][number];

/** This very version, or another one of the same commit: here, and in the environments that it came through. */
export function rolledBackBefore(state: ReleaseState, { lane, elsewhere = [] }: Around): readonly Line[] {
  return [
    ...told(state, takenBackHere(state, lane), 'here'),
    ...elsewhere.flatMap(({ environment, rolledBack }) => {
      const isSource = environment === state.source.environment;
      const before = rolledBack.find((one) => isSource && one.version === state.source.version);
      return told(state, before ?? ofCommit(state, rolledBack), `in ${environment}`);
    }),
  ];
}

function takenBackHere(state: ReleaseState, { rolledBack }: LaneState): TakenBack | undefined {
  const { source } = state;
  const here = numberHere(state);
  const known = rolledBack.find((one) => (here === null ? one.source === source.version : one.version === here));
  return known ?? ofCommit(state, rolledBack);
}

function numberHere({ version, source, registry, name }: ReleaseState) {
  return version ?? (registry === source.registry && name === source.name ? source.version : null);
}

function ofCommit({ evidence }: ReleaseState, rolledBack: readonly TakenBack[]): TakenBack | undefined {
  const commit = evidence?.findings.commit ?? null;
  return rolledBack.find((one) => commit !== null && one.commit === commit);
}

function told(state: ReleaseState, before: TakenBack | undefined, where: string): readonly Line[] {
  if (before === undefined) return [];
  const { source } = state;
  const isIt =
    where === 'here'
      ? before.version === numberHere(state) || before.source === source.version
      : where === `in ${source.environment}` && before.version === source.version;
  return [
    line(
      `${v(before.version)}${isIt ? '' : ', of the same commit,'} was rolled back `,
      outside(where, 50),
      ' on ',
      date(before.at, 'day'),
      ': ',
      outside(before.why, 160),
    ),
  ];
}
