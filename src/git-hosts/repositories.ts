/** A repository as a git host's API names it. */
export interface Repository {
  readonly owner: string;
  readonly name: string;
}

/** The repository at this web address, if it lies on this host and one of the patterns (`owner/name`, `*` for any part of one) names it. */
export function servedBy(host: string, patterns: readonly string[], address: string): Repository | null {
  const url = URL.parse(address);
  const [, owner, name, more] = url?.pathname.split('/') ?? [];
  if (url?.host !== host || !owner || !name || more) return null;
  const served = patterns.some((pattern) => matches(pattern, `${owner}/${name}`));
  return served ? { owner: decodeURIComponent(owner), name: decodeURIComponent(name) } : null;
}

/** Names are the same in capitals and small letters. */
function matches(pattern: string, name: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^/]*')}$`, 'i').test(name);
}
