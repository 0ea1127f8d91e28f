import { createHash } from 'node:crypto';
import type { Source, SourceReading } from '../../src/ports.ts';
import type { AlertReading, AlertSource } from '../../src/ports-alerts.ts';
import type { Delivery } from '../../src/release/command.ts';
import { CommandId } from '../../src/release/ids.ts';
import type { HandlerDeps } from '../deps.ts';
import type { Route } from '../routes.ts';
import { takeWebhook } from './take-webhook.ts';

/** A source of alerts tells what it sees. */
export function onAlertWebhook(deps: HandlerDeps): Route {
  return {
    method: 'POST',
    path: '/webhooks/:source',
    handle(request, response, name) {
      const source = deps.alerts().get(name);
      return takeWebhook(deps, source === undefined ? null : signalsOf(deps, source), request, response);
    },
  };
}

/** A whole message is one delivery: what it holds is taken together or not at all. */
function signalsOf({ log }: HandlerDeps, source: AlertSource): Source {
  return {
    name: source.name,
    read(headers, body, now): SourceReading {
      const reading = source.read(headers, body, now);
      if (reading.kind === 'malformed') return { kind: 'malformed', why: `${reading.path}: ${reading.why}` };
      if (reading.kind !== 'signals') return reading;
      const { signals, signed, leftOut } = reading;
      if (leftOut !== undefined) log.warn({ source: source.name, leftOut }, 'Alerts were cut off');
      const delivery: Delivery = {
        id: idOf(source.name, body, reading),
        at: now,
        by: { kind: 'signalbox', rule: 'alert-webhook' },
        where: null,
        request: { kind: 'signals', source: source.name, signed, signals: [...signals] },
      };
      return { kind: 'deliveries', deliveries: [delivery] };
    },
  };
}

/** Alerts have no delivery id: the same bytes are the same message, unless their source tells them apart. */
function idOf(name: string, body: Buffer, { apart }: Extract<AlertReading, { kind: 'signals' }>): CommandId {
  const digest = createHash('sha256').update(body).digest('hex');
  return CommandId.parse(`${name}:${digest}${apart === undefined ? '' : `:${apart}`}`);
}
