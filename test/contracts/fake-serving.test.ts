import { ReleaseError } from '../../src/errors.ts';
import type { ServingOrder } from '../../src/ports-serving.ts';
import { Version } from '../../src/release/ids.ts';
import { fakeServing, fakeServings, settle } from '../fakes/serving.ts';
import { servingContract } from './serving.ts';

const [first, second, broken] = [Version.parse('13'), Version.parse('14'), Version.parse('15')];

servingContract('the fake', async () => {
  const here = fakeServings();
  const serving = fakeServing(here);
  here.play = ({ version, from }) => {
    if (version === broken) return { kind: 'failed', words: 'v15 did not become ready', version: from };
    return version === second ? { kind: 'moving', words: null } : { kind: 'serving', version };
  };
  const moves = async (order: ServingOrder) => settle(here, order, { kind: 'serving', version: order.version });
  here.runs.push({ id: '991', version: second, at: Date.parse('2026-03-04T02:10:00Z'), url: null });
  const no = (code: 'serving_unreachable' | 'serving_answer_malformed') => async () => ({
    ...serving,
    state: () => Promise.reject(new ReleaseError(code)),
  });
  return {
    serving: {
      ...serving,
      async state(order, call) {
        const state = await serving.state(order, call);
        if (state.kind === 'moving') await moves(order);
        return state;
      },
    },
    again: serving,
    place: { model: 'churn', environment: 'production', name: 'prod.churn' },
    versions: [first, second],
    server: {
      broken,
      begun: async () => here.begun.length,
      moveUnheard: (order) => serving.move(order, { deadline: Date.now() + 1_000 }),
    },
    faulty: { silent: no('serving_unreachable'), garbled: no('serving_answer_malformed') },
  };
});
