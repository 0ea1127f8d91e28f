import { type SlackDirectory, slackDirectory } from '../../handlers/directory.ts';
import { drawPosts } from '../../handlers/notifier/draw-posts.ts';
import { showingOf } from '../../handlers/notifier/showing.ts';
import { type Self, whoWeAre } from '../../handlers/self.ts';
import { type SlackAccess, type SlackClients, slackClients } from '../../handlers/slack-clients.ts';
import { slackLogger } from '../../handlers/slack-logger.ts';
import { slackNotifier } from '../../handlers/slack-notifier.ts';
import { painter } from '../charts/painter.ts';
import { measuredFetch } from '../metrics/measured-fetch.ts';
import type { Notifier, Registry } from '../ports.ts';
import type { Foundation } from './foundation.ts';

/** Slack, as every role needs it. */
export interface SlackSide {
  readonly access: SlackAccess;
  readonly clients: SlackClients;
  readonly self: Self;
  readonly directory: SlackDirectory;
}

export async function slackSide({ config, policies, metrics, clock, log }: Foundation): Promise<SlackSide> {
  const access: SlackAccess = {
    token: config.SLACK_BOT_TOKEN,
    apiUrl: config.SLACK_API_URL,
    logger: slackLogger(log),
    fetch: measuredFetch(metrics.meters),
  };
  const clients = slackClients(access);
  const self = await whoWeAre(clients.reads);
  const groups = () => policies.document().groups;
  const directory = slackDirectory({ client: clients.reads, clock, team: self.team, groups });
  return { access, clients, self, directory };
}

/** Keeps Slack equal to the log. */
export function notifierOf(
  { config, store, posts, tokens, policies, clock, log }: Foundation,
  slack: SlackSide,
  registries: () => ReadonlyMap<string, Registry>,
): Notifier {
  const { directory, clients, self } = slack;
  const where = { book: posts, url: self.url };
  return slackNotifier({
    clients,
    book: posts,
    tokens,
    clock,
    log,
    admin: () => policies.admin(),
    showing: showingOf({ store, policies, label: config.SIGNALBOX_LABEL, clock, where }),
    ...drawPosts(directory),
    painter: painter(),
    registries,
    standing: (person) => directory.standing(person),
  });
}
