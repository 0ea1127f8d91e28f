import { connect } from '../../handlers/connect.ts';
import type { HandlerDeps } from '../../handlers/deps.ts';
import { slackEdge } from '../../handlers/receiver.ts';
import * as tables from '../../handlers/register.ts';
import { answerHostOf } from '../../handlers/respond.ts';
import type { Self } from '../../handlers/self.ts';
import { measuredRoute } from '../../handlers/webhooks/measured-route.ts';
import type { Source } from '../ports.ts';
import type { AlertSource } from '../ports-alerts.ts';
import type { Releases } from '../ports-releases.ts';
import { trainerSources } from '../trainers/table.ts';
import type { Foundation } from './foundation.ts';
import type { Connected } from './registries.ts';
import type { SlackSide } from './slack.ts';

/** A part of the process that was started and can be ended. */
export interface Running {
  /** Takes nothing new, lets what runs end, and is gone after `withinMs` at the latest. */
  stop(withinMs: number): Promise<void>;
}

/** What the active policy names that sends us something. */
export interface Followed {
  connected(): ReadonlyMap<string, Connected>;
  alerts(): ReadonlyMap<string, AlertSource>;
}

/** Slack's requests and the registries' webhooks: verified, written down, acknowledged, carried out. */
export async function startEdge(
  base: Foundation,
  slack: Omit<SlackSide, 'self'> & { readonly self: Self },
  releases: Releases,
  { connected, alerts }: Followed,
): Promise<Running & { readonly port: number }> {
  const { config, inbox, posts, policies, clock, log, metrics } = base;
  const { GITHUB_WEBHOOK_SECRET: secrets } = config;
  const trainings = secrets.length === 0 ? null : trainerSources['github-actions']({ secrets });
  const deps: HandlerDeps = {
    inbox,
    releases,
    book: posts,
    directory: slack.directory,
    clients: slack.clients,
    sources: () => sourcesOf(connected()),
    trainings: () => trainings,
    alerts,
    environments: () => policies.environments(),
    team: slack.self.team,
    command: config.SIGNALBOX_COMMAND,
    answerHost: answerHostOf(config.SLACK_API_URL),
    clock,
    log,
  };
  const edge = slackEdge({
    access: slack.access,
    self: slack.self,
    signingSecrets: config.SLACK_SIGNING_SECRET,
    appToken: config.SLACK_APP_TOKEN,
    routes: tables.routes.map((route) => measuredRoute(route(deps), metrics.meters)),
    port: config.PORT,
    clock,
    log,
  });
  connect(edge.app, tables, deps);
  return { port: await edge.start(), stop: (withinMs) => edge.stop(withinMs) };
}

function sourcesOf(connected: ReadonlyMap<string, Connected>): ReadonlyMap<string, Source> {
  return new Map([...connected].flatMap(([name, { hook }]) => (hook === null ? [] : [[name, hook.source] as const])));
}
