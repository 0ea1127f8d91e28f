import { pause } from '../clock.ts';
import { isDown, type Machinery, record } from '../machinery.ts';
import type { Delivered, Delivery } from '../world.ts';
import { deliverByHttp, type Retry } from './http.ts';
import type { SocketMode } from './socket-mode.ts';

/** What carries deliveries to the app. */
export type Carrier = { readonly machinery: Machinery; readonly sockets: SocketMode };

const LOST: Delivered = { outcome: 'dropped', ms: 0, status: 0, body: {} };

/** Delivers to the app, with the faults that are switched on. An event that is not taken is sent again later, while the caller goes on. */
export async function deliver(carrier: Carrier, delivery: Delivery): Promise<Delivered> {
  const first = await attempt(carrier, delivery);
  const repeated = carrier.machinery.faults.strike('repeat', delivery.name);
  for (let copy = 1; copy <= (repeated?.copies ?? 0); copy += 1) {
    const again = delivery.kind === 'events_api' ? { attempt: copy, reason: 'http_timeout' } : undefined;
    await attempt(carrier, delivery, again);
  }
  if (delivery.kind === 'events_api') void retry(carrier, delivery, first);
  return first;
}

async function retry(carrier: Carrier, delivery: Delivery, first: Delivered): Promise<void> {
  let last = first;
  for (const [index, wait] of carrier.machinery.eventRetryMs.entries()) {
    if (last.outcome === 'acked' || last.outcome === 'dropped' || last.noRetry) return;
    await pause(wait);
    last = await attempt(carrier, delivery, { attempt: index + 1, reason: reasonFor(last) });
  }
}

function reasonFor(delivered: Delivered): string {
  if (delivered.outcome === 'refused') return 'http_error';
  return delivered.outcome === 'unreachable' ? 'connection_failed' : 'http_timeout';
}

async function attempt(carrier: Carrier, delivery: Delivery, again?: Retry): Promise<Delivered> {
  const { faults, world } = carrier.machinery;
  const down = faults.strike('down', delivery.name);
  if (down) carrier.machinery.goDown(down.ms);
  const dropped = isDown(carrier.machinery) ? { kind: 'down' } : faults.strike('drop', delivery.name);
  const delay = faults.strike('reorder', delivery.name) ?? faults.strike('latency', delivery.name);
  if (delay) await pause(delay.ms);
  const reached = dropped ? LOST : await send(carrier, delivery, again);
  const lost = dropped ? undefined : faults.strike('ack-lost', delivery.name);
  const delivered: Delivered = lost ? { ...reached, outcome: 'ack-lost' } : reached;
  record(world, {
    direction: 'to-app',
    name: delivery.name,
    status: delivered.status,
    ms: delivered.ms,
    refused: delivered.outcome === 'acked' ? undefined : delivered.outcome,
    fault: dropped?.kind ?? lost?.kind ?? delay?.kind,
    request: delivery.payload,
    answer: delivered.body,
  });
  return delivered;
}

function send({ machinery, sockets }: Carrier, delivery: Delivery, again?: Retry): Promise<Delivered> {
  if (!machinery.world.app.manifest.settings.socket_mode_enabled) return deliverByHttp(machinery, delivery, again);
  const sent = sockets.deliver(delivery, again);
  if (machinery.faults.strike('cut', delivery.name)) sockets.cut();
  return sent;
}
