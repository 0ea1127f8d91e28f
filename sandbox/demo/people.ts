import { manifest } from '../../handlers/manifest.ts';
import { startWorkspace } from '../slack/workspace.ts';
import type { Transport } from './troubles.ts';

/** Everybody in the demo, with what they do there; their rights are in `policy.yaml`. */
export const cast = {
  ada: 'trains models and asks for releases',
  grace: 'reviews',
  alan: 'reviews',
  karen: 'runs the platform',
  otto: 'is on call',
  olga: 'works here, on something else',
  gus: 'is a guest',
} as const;
export type Who = keyof typeof cast;

const names: readonly Who[] = ['ada', 'grace', 'alan', 'karen', 'otto', 'olga', 'gus'];

type CompanyOptions = { readonly port?: number; readonly requestUrl: string; readonly transport?: Transport };

/** The company's Slack: its people, and the channels that the policy names. */
export function startCompany({ transport = 'http', ...options }: CompanyOptions) {
  return startWorkspace({
    ...options,
    manifest: manifest({ transport, publicUrl: new URL(options.requestUrl).origin }),
    team: { id: 'T0DEMO', name: 'Demo', domain: 'demo' },
    people: names.map((name) => ({
      id: idOf(name),
      name,
      realName: `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
      title: cast[name],
      kind: name === 'gus' ? 'guest' : 'member',
    })),
    channels: [
      { id: 'C0ADMIN', name: 'signalbox-admin', people: ['karen'], app: true },
      { id: 'C0DEV', name: 'dev', people: ['ada', 'grace', 'karen'], app: true },
      { id: 'C0STAGING', name: 'staging', people: [...names], app: true },
      { id: 'C0PROD', name: 'production', people: [...names], app: true },
    ],
  });
}

/** What proves Otto where there is no Slack; the policy holds its digest. */
export const keyOfOtto = 'a-key-that-only-otto-of-the-demo-has';

/** Their ids in Slack, as the policy writes them. */
export function idOf(who: Who): string {
  return `U0${who.toUpperCase()}`;
}
