import { expect, test } from 'vitest';
import { candidateWords } from '../../src/cli/words.ts';
import type { ReleaseState } from '../../src/release/state.ts';
import * as scene from '../release/scene.ts';

const state = scene.released(scene.opened());
const staging = { environment: 'staging', registry: 'staging', name: 'churn', version: scene.v(14) };

test.each<[string, Partial<ReleaseState>, string]>([
  ['trained or copied there', { source: staging, registry: 'production', name: 'churn', version: scene.v(9) }, 'v9'],
  ['not there yet', { source: staging, registry: 'production', name: 'churn', version: null }, 'staging v14'],
  ['of one registry', { source: staging, registry: 'staging', name: 'churn', version: null }, 'v14'],
  ['of another name there', { source: staging, registry: 'staging', name: 'prod.churn', version: null }, 'staging v14'],
])('on the command line a candidate that is %s has the number people know', (_, change, words) => {
  expect(candidateWords({ ...state, ...change })).toBe(words);
});
