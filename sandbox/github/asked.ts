import type { Repository } from './world.ts';

/** One request about a repository that its token may see. */
export interface Asked {
  readonly method: string;
  readonly token: string;
  readonly repository: Repository;
  /** `owner/name`, as it was written. */
  readonly name: string;
  /** What follows the repository in the path. */
  readonly rest: readonly string[];
  readonly query: URLSearchParams;
  readonly body: string;
  /** Where this GitHub is asked. */
  readonly origin: string;
}

/** The address of a page on GitHub's web. */
export function pageAddress(name: string, what: string): string {
  return `https://github.com/${name}/${what}`;
}
