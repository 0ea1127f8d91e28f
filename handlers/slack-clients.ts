import { type Logger, WebClient, type WebClientOptions } from '@slack/web-api';

/** How Slack's Web API is reached; the address ends with a slash. */
export interface SlackAccess {
  readonly token: string;
  readonly apiUrl: string;
  readonly logger: Logger;
  /** Sends the requests, where somebody measures them. */
  readonly fetch?: typeof fetch;
}

/** Three clients, because what may be repeated differs, and because one 429 holds up everything in the same client. */
export interface SlackClients {
  /** Reads: repeated once by the client itself, and short: a person waits for the answer, and after 30 s a worker takes over. */
  readonly reads: WebClient;
  /** Posts and edits: never repeated blindly, because a lost answer may be a post. */
  readonly posts: WebClient;
  /** Modals: a trigger lives three seconds, so there is nothing to wait for. */
  readonly modals: WebClient;
}

/** Options of every client: a time limit, no silent waiting on 429, no shared headers, no absolute addresses. */
export function clientOptions(
  { apiUrl, logger, fetch }: Omit<SlackAccess, 'token'>,
  retries: number,
  timeout = 10_000,
): WebClientOptions {
  return {
    slackApiUrl: apiUrl,
    timeout,
    retryConfig: { retries, factor: 2, minTimeout: 300 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    logger,
    ...(fetch === undefined ? {} : { fetch }),
  };
}

export function slackClients(access: SlackAccess): SlackClients {
  return {
    reads: new WebClient(access.token, clientOptions(access, 1, 5_000)),
    posts: new WebClient(access.token, clientOptions(access, 0)),
    modals: new WebClient(access.token, clientOptions(access, 0, 2_500)),
  };
}
