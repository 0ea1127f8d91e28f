import { z } from 'zod';
import { EnvRef } from './registry-schema.ts';
import { mapping } from './words.ts';

const apiWords =
  'not the address of a GitHub API. Write `https://api.github.com`, without user, password, query or fragment.';
const repositoryWords = 'not a repository. Write `owner/name`, or `"owner/*"` for all of an owner.';

/** The address of GitHub's API, or of an Enterprise server's. */
export const GitHubApi = z.string(apiWords).refine((text) => {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && !(url.username || url.password || url.search || url.hash);
}, apiWords);

const GitHub = mapping(
  {
    api: GitHubApi.default('https://api.github.com'),
    token: EnvRef,
    repositories: z
      .array(
        z.string(repositoryWords).regex(/^[\w.*-]+\/[\w.*-]+$/, repositoryWords),
        'not a list of repositories. Write `["acme/*"]`.',
      )
      .min(1, 'empty. Write `["acme/*"]`.'),
  },
  'not a GitHub. Write `{ token: env:GITHUB_TOKEN, repositories: ["acme/*"] }`.',
);

/** Where commits lie, and how to ask about them. */
export const Git = mapping(
  { github: GitHub },
  'not a git host. Write `{ github: { token: env:GITHUB_TOKEN, repositories: ["acme/*"] } }`.',
);
export type Git = z.output<typeof Git>;
