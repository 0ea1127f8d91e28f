import type { ErrorCode } from '../../errors.ts';
import { github } from '../../http/github.ts';
import type { Http, Parser } from '../../http.ts';
import type { Call, Clock } from '../../ports.ts';

/** GitHub's way to be asked: null when it does not know (or does not show us) what is asked for. */
export interface Client {
  find<T>(schema: Parser<T>, path: string, query: Readonly<Record<string, string>>, call: Call): Promise<T | null>;
}

const names: Readonly<Partial<Record<ErrorCode, ErrorCode>>> = {
  registry_unreachable: 'git_host_unreachable',
  registry_rate_limited: 'git_host_rate_limited',
  registry_refused: 'git_host_refused',
  registry_auth: 'git_host_auth',
  registry_host_header: 'git_host_refused',
  registry_answer_malformed: 'git_host_answer_malformed',
};

/** Unknown and private repositories are 404, unknown commits 422 or 404, moved repositories 301 with an address we do not follow. */
const unknown: readonly number[] = [301, 307, 308, 404, 409, 410, 422];

/** GitHub as a git host asks it. */
export function client(http: Http, now: Clock): Client {
  const { ask, failed } = github(http, names, now);
  return {
    async find(schema, path, query, call) {
      const answer = await ask(schema, { method: 'GET', path, query }, call);
      if (answer.kind === 'ok') return answer.value;
      if (unknown.includes(answer.status)) return null;
      throw failed(answer);
    },
  };
}
