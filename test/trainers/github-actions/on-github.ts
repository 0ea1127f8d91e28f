import { onTestFinished } from 'vitest';
import { type ActionsWorld, addWorkflow, type Play, type Workflow } from '../../../sandbox/github/actions/world.ts';
import { startGitHub } from '../../../sandbox/github/server.ts';
import { addRepository, emptyWorld } from '../../../sandbox/github/world.ts';
import { githubHeaders } from '../../../src/http/github.ts';
import { http } from '../../../src/http.ts';
import type { Call } from '../../../src/ports.ts';
import type { Trainer, TrainingOrder } from '../../../src/ports-trainers.ts';
import { trainers } from '../../../src/trainers/table.ts';
import { someRelease } from '../../contracts/some-release.ts';
import { silent } from '../../fakes/log.ts';

export const tip = 'b'.repeat(40);
const older = 'a'.repeat(40);

export const soon = (ms = 20_000): Call => ({ deadline: Date.now() + ms });

/** An order for acme's model churn, for a commit that is older than the branch that is dispatched on. */
export function someOrder(): TrainingOrder {
  return { release: someRelease(), attempt: 1, model: 'churn', environment: 'staging', commit: older };
}

/** A GitHub with acme's repository and its workflow `train.yml`, for as long as nobody stops it. */
export async function startedGitHub(differs: Partial<Workflow> = {}) {
  const world = emptyWorld();
  world.tokens.set('trains', ['acme/churn']);
  world.tokens.set('reads', ['acme/churn']);
  world.tokens.set('stranger', []);
  const { actions } = addRepository(world, 'acme/churn', [older, tip], true);
  addWorkflow(actions, 'train.yml', differs);
  actions.writers.add('trains');
  const server = await startGitHub(world);
  return { server, actions };
}

/** A trainer of its own on that GitHub, as each worker has one. */
export function trainerAt(
  url: string,
  { token = 'trains', ref = 'main', workflow = 'train.yml', now = Date.now } = {},
): Trainer {
  const client = http({ baseUrl: url, auth: { kind: 'bearer', token }, headers: githubHeaders, log: silent });
  return trainers['github-actions']({ http: client, repository: 'acme/churn', workflow, ref, now });
}

/** A GitHub for one test, a trainer on it whose clock can be moved on, and how its dispatches go. */
export async function onGitHub(differs: Partial<Workflow> = {}) {
  const { server, actions } = await startedGitHub(differs);
  onTestFinished(() => server.stop());
  const clock = { aheadMs: 0 };
  const now = () => Date.now() + clock.aheadMs;
  const trainer = trainerAt(server.url, { now });
  const play = (goes: Play) => {
    actions.play = () => goes;
  };
  const posts = () => server.asked.filter((line) => line.startsWith('POST')).length;
  return { server, actions, clock, trainer, play, posts };
}

/** The runs that bear an order's name. */
export function runsOf(actions: ActionsWorld, { release, attempt }: TrainingOrder) {
  return actions.runs.filter(({ title }) => title.startsWith(`${release}-${attempt}:`));
}
