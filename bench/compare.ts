import { loader, type Slice, type Target } from './load.ts';
import { type Ratio, ratioOf } from './statistics.ts';

/** One thing to compare: ours, a bare server, and the same bare server once more to see how far equals differ. */
export interface Comparison {
  readonly name: string;
  readonly goal: number;
  readonly ours: Target;
  readonly bare: Target;
  readonly same: Target;
}

/** All slices of one side put together. */
export interface Side {
  readonly name: string;
  readonly slices: readonly Slice[];
}

export interface Compared {
  readonly name: string;
  readonly goal: number;
  readonly ours: Side;
  readonly bare: Side;
  readonly ratio: Ratio;
  readonly control: Ratio;
  readonly bad: number;
}

export interface Pace {
  readonly rounds: number;
  readonly sliceMs: number;
  readonly connections: number;
}

/** Slices in turn, one round after the other in the opposite order, so that no side always comes first; the first round is thrown away. */
export async function compare(comparison: Comparison, { rounds, sliceMs, connections }: Pace): Promise<Compared> {
  const sides = [comparison.ours, comparison.bare, comparison.same].map((target) => loader(target, connections));
  await inTurn(sides, 1, sliceMs);
  const [ours = [], bare = [], same = []] = await inTurn(sides, rounds, sliceMs);
  await Promise.all(sides.map((side) => side.close()));
  return {
    name: comparison.name,
    goal: comparison.goal,
    ours: { name: comparison.ours.name, slices: ours },
    bare: { name: comparison.bare.name, slices: bare },
    ratio: ratioOf(paired(ours, bare)),
    control: ratioOf(paired(same, bare)),
    bad: [...ours, ...bare, ...same].reduce((sum, slice) => sum + slice.bad, 0),
  };
}

type Loader = ReturnType<typeof loader>;

async function inTurn(sides: readonly Loader[], rounds: number, sliceMs: number): Promise<readonly Slice[][]> {
  const found = new Map<Loader, Slice[]>(sides.map((side) => [side, []]));
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? sides : sides.toReversed();
    for (const side of order) found.get(side)?.push(await side.slice(sliceMs));
  }
  return [...found.values()];
}

function paired(one: readonly Slice[], other: readonly Slice[]): readonly (readonly [number, number])[] {
  return one.map((slice, at) => [slice.perSecond, other[at]?.perSecond ?? Number.NaN] as const);
}
