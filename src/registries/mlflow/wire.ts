import type { Readable } from 'node:stream';
import type { ReleaseError } from '../../errors.ts';
import { type Answer, failure, parseJson, type Refused, valueFrom } from '../../http/answer.ts';
import type { Http, HttpRequest, Parser } from '../../http.ts';
import type { Call } from '../../ports.ts';
import { WireError } from './schema.ts';

/** MLflow's way to ask: what is refused is thrown by `ask`, and told by `tryTo`. */
export interface Wire {
  readonly server: string;
  ask<T>(schema: Parser<T>, request: HttpRequest, call: Call): Promise<T>;
  /** Null when MLflow itself says that there is no such thing. A 404 without its words is a wrong address, and thrown. */
  find<T>(schema: Parser<T>, request: HttpRequest, call: Call): Promise<T | null>;
  tryTo<T>(schema: Parser<T>, request: HttpRequest, call: Call): Promise<Answer<T>>;
  text(request: HttpRequest, call: Call): Promise<string>;
  stream(request: HttpRequest, call: Call): Promise<Readable>;
  /** All items of all pages; ends when a page token comes a second time, as MLflow's sometimes do. */
  all<T>(schema: Parser<Page<T>>, request: HttpRequest, call: Call): Promise<readonly T[]>;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}

/** Wraps an HTTP client in MLflow's manners. */
export function wire(http: Http): Wire {
  async function ask<T>(schema: Parser<T>, request: HttpRequest, call: Call): Promise<T> {
    return must(await http.json(schema, request, call));
  }
  return {
    server: http.server,
    ask,
    async find(schema, request, call) {
      const answer = await http.json(schema, request, call);
      return answer.kind === 'refused' && isMissing(answer) ? null : must(answer);
    },
    tryTo: (schema, request, call) => http.json(schema, request, call),
    text: async (request, call) => must(await http.text(request, call)),
    stream: async (request, call) => must(await http.stream(request, call)),
    async all(schema, request, call) {
      const tokens = new Set<string | undefined>();
      const items = [];
      for (let token: string | undefined; !tokens.has(token); ) {
        tokens.add(token);
        const page = await ask(schema, withToken(request, token), call);
        items.push(...page.items);
        token = page.next || undefined;
      }
      return items;
    },
  };
}

/** MLflow's own name for what went wrong, or null when the answer is not MLflow's. */
export function codeOf({ text }: Refused): string | null {
  return WireError.safeParse(parseJson(text)).data?.error_code ?? null;
}

/** The error of a refusal, with what the operator can do where we know it. */
export function refusalOf(refused: Refused): ReleaseError {
  const hint = hints.find(({ words }) => refused.text.includes(words));
  return failure(hint?.definite ? { ...refused, status: 400 } : refused, hint?.hint);
}

function must<T>(answer: Answer<T>): T {
  if (answer.kind === 'refused') throw refusalOf(answer);
  return valueFrom(answer);
}

function isMissing(refused: Refused): boolean {
  return refused.status === 404 && codeOf(refused) === 'RESOURCE_DOES_NOT_EXIST';
}

function withToken(request: HttpRequest, token: string | undefined): HttpRequest {
  return token === undefined ? request : { ...request, query: { ...request.query, page_token: token } };
}

/** Known refusals whose cure is the operator's; `definite` ones come as 5xx and would be retried for nothing. */
const hints = [
  {
    words: 'Artifact serving is disabled',
    definite: true,
    hint: 'Start the MLflow server with --serve-artifacts, so that Signalbox can read and write files through it.',
  },
  {
    words: 'requires artifacts to be',
    definite: true,
    hint: 'MLFLOW_ARTIFACTS_PRESIGNED_ONLY is set on the MLflow server: Signalbox reads and writes files through the server.',
  },
  {
    words: 'must not resolve to a non-public IP address',
    definite: false,
    hint: 'Set MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS=true on the MLflow server, or give Signalbox a public PUBLIC_URL.',
  },
  {
    words: 'Invalid webhook URL scheme',
    definite: false,
    hint: 'Give Signalbox an https PUBLIC_URL, or set MLFLOW_WEBHOOK_ALLOWED_SCHEMES=http,https on the MLflow server.',
  },
] as const;
