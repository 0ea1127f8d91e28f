import type { Order } from './strictness.ts';

/** How a move to a version goes: `slow` takes two more looks, `lost` is taken and then forgotten. */
export type Play = 'at-once' | 'slow' | 'fails' | 'lost';

/** What is served in one place, and what became of the last order for it. */
interface Place {
  live: string | null;
  last: Order | null;
  looksLeft: number;
  failed: boolean;
}

/** A deployer's own state: what is live where, and how often it began to move. */
export interface Deploying {
  /** By version; at once where nothing is said. */
  readonly plays: Map<string, Play>;
  /** Every move that really began. */
  readonly begun: Order[];
  take(order: Order): object;
  /** What the asker of this release and version is told; looking lets time pass. */
  look(asked: Pick<Order, 'environment' | 'name' | 'release'> & { readonly version?: string | undefined }): object;
}

export function deploying(): Deploying {
  const places = new Map<string, Place>();
  const plays = new Map<string, Play>();
  const begun: Order[] = [];
  const at = ({ environment, name }: Pick<Order, 'environment' | 'name'>) => {
    const place = places.get(`${environment}/${name}`) ?? { live: null, last: null, looksLeft: 0, failed: false };
    places.set(`${environment}/${name}`, place);
    return place;
  };
  return {
    plays,
    begun,
    take(order) {
      const place = at(order);
      if (isSame(place.last, order) && !place.failed) return told(place);
      begun.push(order);
      begin(place, order, plays.get(order.version ?? '') ?? 'at-once');
      return told(place);
    },
    look(asked) {
      const place = at(asked);
      const answer = told(place);
      if (place.looksLeft > 0) pass(place);
      const isOf = isSame(place.last, { release: asked.release, version: asked.version ?? null });
      return isOf ? answer : { state: 'live', version: place.live };
    },
  };
}

function isSame(last: Order | null, { release, version }: Pick<Order, 'release' | 'version'>): boolean {
  return last !== null && last.release === release && last.version === version;
}

function begin(place: Place, order: Order, play: Play): void {
  if (play === 'lost') return;
  place.last = order;
  place.failed = play === 'fails';
  place.looksLeft = play === 'slow' ? 2 : 0;
  if (play === 'at-once') place.live = order.version;
}

function pass(place: Place): void {
  place.looksLeft -= 1;
  if (place.looksLeft === 0 && place.last !== null) place.live = place.last.version;
}

function told({ live, last, looksLeft, failed }: Place): object {
  if (looksLeft > 0) return { state: 'moving', version: live, words: `${looksLeft} pods of 2 are left` };
  if (failed) return { state: 'failed', version: live, words: `v${last?.version} did not become ready` };
  return { state: 'live', version: live };
}
