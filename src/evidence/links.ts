import type { Findings, VersionFacts } from '../release/evidence.ts';

type Link = Findings['links'][number];

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Where to look further. Only https, and http on this machine: anything else that a tag calls a URL is left out. */
export function linksOf(candidate: VersionFacts, champion: VersionFacts | null): Link[] {
  const repository = repositoryOf(candidate);
  const commit = commitOf(candidate);
  const before = champion && repositoryOf(champion) === repository ? commitOf(champion) : null;
  return [
    ...link('version', candidate.url),
    ...link('run', candidate.run?.url ?? null),
    ...link('commit', repository && commit && `${repository}/commit/${commit}`),
    ...link(
      'compare',
      repository && commit && before && before !== commit ? `${repository}/compare/${before}...${commit}` : null,
    ),
  ];
}

/** The URL as it may be shown, without user and password, or null when it may not be. */
export function safeUrl(text: string): string | null {
  const url = URL.parse(text);
  if (url === null || !(url.protocol === 'https:' || (url.protocol === 'http:' && loopback.has(url.hostname))))
    return null;
  url.username = '';
  url.password = '';
  return url.href;
}

function link(label: string, text: string | null): Link[] {
  const url = text === null ? null : safeUrl(text);
  return url === null ? [] : [{ label, url }];
}

/** `git@host:team/project.git` and `https://host/team/project.git` are both `https://host/team/project` to a browser. */
export function repositoryOf({ run }: Pick<VersionFacts, 'run'>): string | null {
  if (!run?.repository) return null;
  const web = run.repository.replace(/^(?:ssh:\/\/)?git@([^:/]+)[:/]/, 'https://$1/');
  return (
    safeUrl(web)
      ?.replace(/[?#].*$/, '')
      .replace(/\/$/, '')
      .replace(/\.git$/, '') ?? null
  );
}

/** The commit of the run, or null when what it names cannot be one. */
export function commitOf({ run }: Pick<VersionFacts, 'run'>): string | null {
  return run?.commit && /^[0-9a-f]{7,64}$/i.test(run.commit) ? run.commit : null;
}
