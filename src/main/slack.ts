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
import type { Machinery } from '../ports-machinery.ts';
import { trainingLogs } from '../release-service/training-log.ts';
import type { Foundation } from './foundation.ts';

/** Slack, as every role needs it. */
export interface SlackSide {
  readonly access: SlackAccess;
  readonly clients: SlackClients;
  /** Who we are, asked until Slack has said it once. */
  readonly self: () => Promise<Self>;
  readonly directory: SlackDirectory;
}

export function slackSide({ config, policies, metrics, clock, log }: Foundation): SlackSide {
  const access: SlackAccess = {
    token: config.SLACK_BOT_TOKEN,
    apiUrl: config.SLACK_API_URL,
    logger: slackLogger(log),
    fetch: measuredFetch(metrics.meters),
  };
  const clients = slackClients(access);
  const self = untilAnswered(() => whoWeAre(clients.reads));
  const groups = () => policies.document().groups;
  const directory = slackDirectory({ client: clients.reads, clock, team: async () => (await self()).team, groups });
  return { access, clients, self, directory };
}

/** An answer is kept; a failure is not, and who asks meanwhile waits for the same call. */
function untilAnswered<T>(ask: () => Promise<T>): () => Promise<T> {
  let kept: Promise<T> | null = null;
  return () => {
    if (kept !== null) return kept;
    const asked = ask();
    kept = asked;
    asked.catch(() => {
      kept = null;
    });
    return asked;
  };
}

/** Keeps Slack equal to the log. */
export function notifierOf(
  { config, store, posts, tokens, policies, clock, log }: Foundation,
  slack: SlackSide,
  registries: () => ReadonlyMap<string, Registry>,
  outsiders: Pick<Machinery, 'trainer'>,
): Notifier {
  const { directory, clients, self } = slack;
  const where = { book: posts, url: async () => (await self()).url };
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
    trainingLog: trainingLogs(policies, outsiders),
    standing: (person) => directory.standing(person),
  });
}
