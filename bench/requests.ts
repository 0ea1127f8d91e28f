import { createHmac, randomUUID } from 'node:crypto';
import { approveRelease } from '../blocks/actions.ts';
import { slackPath } from '../handlers/receiver.ts';
import { signature } from '../sandbox/slack/delivery/sign.ts';
import { ReleaseId, ShortDigest } from '../src/release/ids.ts';
import type { Prepared } from './load.ts';

/** What both sides of the benchmark know. */
export const secrets = { signing: 'bench-signing-secret', webhook: 'bench-webhook-secret' } as const;
export const registry = 'registry';
const person = 'U0BENCH';
const approval = approveRelease.encode({
  release: ReleaseId.parse('r-0000000001'),
  evidence: ShortDigest.parse('abcdefabcdef'),
});

let sent = 0;

/** Slash commands that Signalbox writes down, refuses and answers; each with a trigger of its own. */
export function commands(responseUrl: string): (count: number) => readonly Prepared[] {
  return many((n) => {
    const form = {
      command: '/mlops',
      text: 'pause nothing-of-this-name because of the benchmark',
      user_id: person,
      team_id: 'T0BENCH',
      channel_id: 'C0BENCH',
      trigger_id: `${n}.${randomUUID()}`,
      response_url: responseUrl,
    };
    return fromSlack(new URLSearchParams(form).toString());
  });
}

/** Clicks on Approve for a release that is not there. */
export function clicks(responseUrl: string): (count: number) => readonly Prepared[] {
  return many((n) => {
    const payload = {
      type: 'block_actions',
      team: { id: 'T0BENCH' },
      user: { id: person, team_id: 'T0BENCH' },
      trigger_id: `${n}.${randomUUID()}`,
      response_url: responseUrl,
      container: { type: 'message', channel_id: 'C0BENCH', message_ts: '1.1' },
      actions: [
        {
          type: 'button',
          block_id: 'b',
          action_id: approveRelease.id,
          action_ts: String(n),
          value: approval,
        },
      ],
    };
    return fromSlack(new URLSearchParams({ payload: JSON.stringify(payload) }).toString());
  });
}

/** MLflow's webhooks about a model that the policy does not name, about two kilobytes each. */
export const webhooks = many((n): Prepared => {
  const body = JSON.stringify({
    entity: 'model_version',
    action: 'created',
    timestamp: new Date().toISOString(),
    data: {
      name: 'nothing-of-this-name',
      version: String(n),
      source: 'models:/m-1',
      run_id: null,
      tags: { note: 'x'.repeat(1_700) },
      description: null,
    },
  });
  const delivery = randomUUID();
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const mac = createHmac('sha256', secrets.webhook).update(`${delivery}.${timestamp}.${body}`).digest('base64');
  const headers = {
    'content-type': 'application/json',
    'x-mlflow-delivery-id': delivery,
    'x-mlflow-timestamp': timestamp,
    'x-mlflow-signature': `v1,${mac}`,
  };
  return { path: `/webhooks/mlflow/${registry}`, headers, body };
});

function fromSlack(body: string): Prepared {
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    ...signature(secrets.signing, body, Math.floor(Date.now() / 1_000)),
  };
  return { path: slackPath, headers, body };
}

function many(make: (n: number) => Prepared): (count: number) => readonly Prepared[] {
  return (count) =>
    Array.from({ length: count }, () => {
      sent += 1;
      return make(sent);
    });
}
