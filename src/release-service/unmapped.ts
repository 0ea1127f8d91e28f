import { createHash } from 'node:crypto';
import type { Delivery } from '../release/command.ts';
import type { Entry } from '../release/event.ts';
import { CommandId } from '../release/ids.ts';
import type { Mapping } from '../release/incident/mapping.ts';
import { accepted } from '../release/outcome.ts';
import { policyStream } from '../release/stream.ts';
import type { Deps } from './deps.ts';
import { write } from './write.ts';

type Unmapped = Extract<Mapping, { kind: 'unmapped' }>;

const dayMs = 24 * 3_600_000;
/** The rest of one message is in the log lines only: the admin channel is for people. */
const mostTold = 10;

/** Tells the admin channel what was said of nothing that we know, once for each alert and day, and of each source so many a day. */
export async function tellUnmapped(
  deps: Deps,
  { by }: Pick<Delivery, 'by'>,
  source: string,
  mappings: readonly Mapping[],
): Promise<{ readonly entries: readonly Entry[] }> {
  const unmapped = mappings.filter((one) => one.kind === 'unmapped').filter(({ signal }) => signal.state === 'firing');
  if (unmapped.length > mostTold) deps.log.warn({ source, unmapped: unmapped.length }, 'many alerts are about nothing');
  const entries: Entry[] = [];
  for (const one of unmapped.slice(0, mostTold)) entries.push(...(await told(deps, by, source, one)));
  return { entries };
}

async function told(
  deps: Deps,
  by: Delivery['by'],
  source: string,
  { signal: { key, title }, why }: Unmapped,
): Promise<readonly Entry[]> {
  const written = await write(deps, { command: commandOf(deps, source, key), by }, async () => {
    const { length } = await deps.store.scope(policyStream);
    const event = { kind: 'signal-unmapped' as const, v: 1 as const, source, key, title, why };
    return {
      decision: accepted({ kind: 'noted' }, { stream: policyStream, events: [event] }),
      lengths: new Map([[policyStream, length]]),
      lane: null,
    };
  });
  return written.kind === 'written' ? written.entries : [];
}

/** A source has so many places a day: whatever it sends, the admin channel stays readable. */
const mostADay = 50;

/** Two alerts that fall on one place fall on others tomorrow. */
function commandOf({ clock }: Deps, source: string, key: string): CommandId {
  const day = Math.floor(clock() / dayMs);
  const place = createHash('sha256').update(`${source}\n${key}\n${day}`).digest().readUInt32BE() % mostADay;
  const digest = createHash('sha256').update(source).digest('hex');
  return CommandId.parse(`unmapped:${digest}:${day}:${place}`);
}
