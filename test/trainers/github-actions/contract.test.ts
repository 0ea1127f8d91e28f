import { afterAll } from 'vitest';
import { enter } from '../../../sandbox/github/actions/runs.ts';
import { courses, type Stage } from '../../../sandbox/github/actions/world.ts';
import { type Play, trainerContract } from '../../contracts/trainer.ts';
import { runsOf, someOrder, soon, startedGitHub, trainerAt } from './on-github.ts';

const asked = ['environment', 'model', 'commit', 'release', 'correlation_id'];
const { server, actions } = await startedGitHub({
  inputs: { ...Object.fromEntries(asked.map((name) => [name, { required: true }])), version: { required: false } },
});
const silent = await startedGitHub();
afterAll(() => Promise.all([server.stop(), silent.server.stop()]));

const courseOf: Readonly<Record<Play, readonly Stage[]>> = {
  'ends-well': courses.endsWell,
  fails: courses.fails,
  'goes-on': courses.goesOn,
};

trainerContract('github-actions', async () => {
  const plays = new Map<string, Play>();
  const lost = new Set<string>();
  actions.play = ({ release = '' }) => {
    const course = courseOf[plays.get(release) ?? 'ends-well'];
    return lost.delete(release) ? { course, answer: 'lost' } : { course };
  };
  const trainer = trainerAt(server.url);
  return {
    trainer,
    again: trainerAt(server.url),
    once: 'for-one-worker',
    tells: { log: false, words: 'train: Fit the model', registered: null },
    async order(play) {
      const order = someOrder();
      plays.set(order.release, play);
      return order;
    },
    async letEnd(order) {
      for (const run of runsOf(actions, order))
        enter(actions, 'acme/churn', run, { status: 'completed', conclusion: 'success' });
    },
    trained: async (order) => runsOf(actions, order).filter(({ began }) => began).length,
    async startUnheard(order) {
      lost.add(order.release);
      await trainerAt(server.url)
        .start(order, soon())
        .catch(() => undefined);
    },
    async forget(_, ref) {
      actions.runs.splice(
        actions.runs.findIndex(({ id }) => String(id) === ref),
        1,
      );
    },
    async silent() {
      silent.server.faults.push({ kind: 'silence' });
      return trainerAt(silent.server.url);
    },
    async garbled(order) {
      const ref = (await trainer.find(order, soon())) ?? '';
      server.faults.push({ kind: 'text', text: '<html>' });
      return { trainer, ref };
    },
  };
});
