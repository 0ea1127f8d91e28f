import { ReleaseError } from '../../errors.ts';
import type { Http, Parser } from '../../http.ts';
import type { Call, Clock } from '../../ports.ts';
import type { GitHost } from '../../ports-outside.ts';
import type { CommitCheck } from '../../release/gate-facts.ts';
import { type Repository, servedBy } from '../repositories.ts';
import { type Client, client } from './client.ts';
import { CheckRuns, CombinedStatus, Comparison } from './schema.ts';

export interface GitHubOptions {
  /** Reaches the API: of github.com, or of an Enterprise server under `/api/v3`. */
  readonly http: Http;
  /** Patterns of the repositories that it is asked about: `acme/*`. */
  readonly repositories: readonly string[];
  readonly now: Clock;
}

/** GitHub, or a GitHub Enterprise server, as a git host. A repository that no pattern names is unknown to it. */
export function githubHost({ http, repositories, now }: GitHubOptions): GitHost {
  const github = client(http, now);
  const host = webHost(http.server);
  const served = (address: string) => servedBy(host, repositories, address);
  const compare = async (address: string, base: string, head: string, call: Call) => {
    const repository = served(address);
    if (repository === null) return null;
    const path = `${pathOf(repository)}/compare/${encodeURIComponent(base)}...${encodeURIComponent(head)}`;
    return github.find(Comparison, path, { per_page: '1' }, call);
  };
  return {
    async checks(address, commit, call) {
      const repository = served(address);
      return repository === null ? null : allChecks(github, repository, commit, call);
    },
    async reachable(address, commit, branch, call) {
      const compared = await compare(address, commit, branch, call);
      return compared && (compared.status === 'ahead' || compared.status === 'identical');
    },
    async between(address, base, head, call) {
      return (await compare(address, base, head, call))?.aheadBy ?? null;
    },
  };
}

/** The web address of github.com is not that of its API; on an Enterprise server they share the host. */
function webHost(api: string): string {
  const { host } = new URL(api);
  return host === 'api.github.com' ? 'github.com' : host;
}

function pathOf({ owner, name }: Repository): string {
  return `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(name)}`;
}

/** Apps report check runs and others set statuses: a commit is green when both are. In the order of their names. */
async function allChecks(
  github: Client,
  repository: Repository,
  commit: string,
  call: Call,
): Promise<readonly CommitCheck[] | null> {
  const path = `${pathOf(repository)}/commits/${encodeURIComponent(commit)}`;
  const runs = await allPages(github, CheckRuns, `${path}/check-runs`, call);
  const statuses = runs && (await allPages(github, CombinedStatus, `${path}/status`, call));
  return runs && statuses && [...runs, ...statuses].sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
}

interface Page<T> {
  readonly total: number;
  readonly items: readonly T[];
}

const perPage = 100;
/** GitHub keeps a thousand check runs of a commit at most. */
const mostPages = 20;

async function allPages<T>(
  github: Client,
  schema: Parser<Page<T>>,
  path: string,
  call: Call,
): Promise<readonly T[] | null> {
  const items: T[] = [];
  for (let page = 1; page <= mostPages; page++) {
    const found = await github.find(schema, path, { per_page: String(perPage), page: String(page) }, call);
    if (found === null) return null;
    items.push(...found.items);
    if (items.length >= found.total) return items;
    if (found.items.length === 0) break;
  }
  // A check that is not shown may be the red one.
  throw new ReleaseError('git_host_answer_malformed', { path, why: 'not all pages came' });
}
