import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../processes.ts';

/** What Ada wrote, one commit after the other, each with a tag. */
const history = {
  /** What has been live everywhere since before the demo. */
  first: { tag: 'v1.0', says: 'Amounts, hours and distances', params: params(['amount', 'hour', 'distance_km'], 8) },
  better: { tag: 'v1.1', says: 'Tries and the age of the device', params: params(everything(), 8) },
  /** Takes forty seconds, so that something can happen meanwhile. */
  slow: { tag: 'v1.2-slow', says: 'Many more rounds', params: params(everything(), 130, 0.3) },
} as const;
export type CommitName = keyof typeof history;

/** The git repository of the fraud model: one script for all environments. */
export type Repository = {
  readonly folder: string;
  readonly commits: Readonly<Record<CommitName, { readonly id: string; readonly tag: string }>>;
  /** A folder with exactly what stands in that commit. */
  checkout(commit: string): Promise<string>;
};

/** Makes the repository in a new folder, the same commits every time. */
export async function makeRepository(folder: string): Promise<Repository> {
  await mkdir(folder, { recursive: true });
  const git = (...args: readonly string[]) => run('git', ['-C', folder, ...args], { env: identity });
  await git('init', '--quiet', '--initial-branch=main');
  await copyFile(join(import.meta.dirname, 'train.py'), join(folder, 'train.py'));
  const commit = async (name: CommitName) => {
    const { tag, says, params: written } = history[name];
    await writeFile(join(folder, 'params.json'), `${JSON.stringify(written, null, 2)}\n`);
    await git('add', '.');
    await git('commit', '--quiet', '-m', says);
    await git('tag', tag);
    return { id: (await git('rev-parse', 'HEAD')).trim(), tag };
  };
  const commits = { first: await commit('first'), better: await commit('better'), slow: await commit('slow') };
  return {
    folder,
    commits,
    async checkout(id) {
      const place = `${folder}-at-${crypto.randomUUID().slice(0, 8)}`;
      await git('worktree', 'add', '--quiet', '--detach', place, id);
      return place;
    },
  };
}

/** Nobody's own settings, and fixed times, so that the commits have the same ids wherever the demo runs. */
const identity = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@demo.example',
  GIT_AUTHOR_DATE: '2026-01-05T09:00:00Z',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@demo.example',
  GIT_COMMITTER_DATE: '2026-01-05T09:00:00Z',
};

function params(features: readonly string[], rounds: number, rest = 0) {
  return { features, alpha: 0.001, rounds, rest_s: rest };
}

function everything(): readonly string[] {
  return ['amount', 'hour', 'distance_km', 'tries', 'device_days'];
}
