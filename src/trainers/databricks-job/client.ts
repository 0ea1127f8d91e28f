import { type ErrorCode, ReleaseError } from '../../errors.ts';
import { type Answer, failure, type Refused } from '../../http/answer.ts';
import type { Http, HttpRequest, Parser } from '../../http.ts';
import type { Call } from '../../ports.ts';

/** The workspace's jobs, with errors named as a trainer's. */
export interface Client {
  ask<T>(schema: Parser<T>, request: HttpRequest, call: Call): Promise<Answer<T>>;
  /** The same, with refusals thrown; null where Databricks says that there is no such run. */
  find<T>(schema: Parser<T>, request: HttpRequest, call: Call): Promise<T | null>;
}

const names: Readonly<Partial<Record<ErrorCode, ErrorCode>>> = {
  registry_unreachable: 'trainer_unreachable',
  registry_rate_limited: 'trainer_rate_limited',
  registry_refused: 'training_refused',
  registry_auth: 'trainer_auth',
  registry_host_header: 'trainer_unreachable',
  registry_answer_malformed: 'trainer_answer_malformed',
};

/** Databricks' jobs as a trainer asks for them. */
export function client(workspace: Http): Client {
  async function ask<T>(schema: Parser<T>, request: HttpRequest, call: Call): Promise<Answer<T>> {
    try {
      return await workspace.json(schema, request, call);
    } catch (error) {
      throw named(error);
    }
  }
  return {
    ask,
    async find(schema, request, call) {
      const answer = await ask(schema, request, call);
      if (answer.kind === 'ok') return answer.value;
      if (isUnknownRun(answer)) return null;
      throw refused(answer);
    },
  };
}

/** The error that a refusal stands for. */
export function refused(answer: Refused, hint?: string): unknown {
  return named(failure(answer, hint));
}

/** The jobs API says 400 of a run that is not there (any more), and 404 in newer parts. A proxy's 404 is no word of Databricks. */
export function isUnknownRun({ status, text }: Refused): boolean {
  if (status === 404) return text.includes('"RESOURCE_DOES_NOT_EXIST"');
  return status === 400 && text.includes('"INVALID_PARAMETER_VALUE"') && /run .*does not exist/i.test(text);
}

function named(error: unknown): unknown {
  const code = error instanceof ReleaseError ? names[error.code] : undefined;
  if (!(error instanceof ReleaseError) || code === undefined) return error;
  return new ReleaseError(code, error.details, { cause: error.cause });
}
