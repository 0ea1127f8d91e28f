import type { Clock, Log, Source } from '../src/ports.ts';
import type { AlertSource } from '../src/ports-alerts.ts';
import type { Releases } from '../src/ports-releases.ts';
import type { Inbox, PostBook } from '../src/ports-store.ts';
import type { SlackDirectory } from './directory.ts';
import type { SlackClients } from './slack-clients.ts';

/** All that a handler may use. */
export interface HandlerDeps {
  readonly inbox: Inbox;
  readonly releases: Releases;
  readonly book: PostBook;
  readonly directory: SlackDirectory;
  readonly clients: SlackClients;
  /** Registries that send webhooks, by name, as the active policy has them. */
  readonly sources: () => ReadonlyMap<string, Source>;
  /** Where trainings are told from; null where no secret is known for it. */
  readonly trainings: () => Source | null;
  /** Sources of alerts, by name, as the active policy has them. */
  readonly alerts: () => ReadonlyMap<string, AlertSource>;
  /** Environments of the active policy. */
  readonly environments: () => readonly string[];
  /** Our workspace: whose people may press and submit. */
  readonly team: string;
  /** The slash command, with its slash. */
  readonly command: string;
  /** The only host that answers may be sent to; null where Slack itself is a stand-in. */
  readonly answerHost: string | null;
  readonly clock: Clock;
  readonly log: Log;
}
