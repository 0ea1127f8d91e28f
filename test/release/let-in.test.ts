import { expect, test } from 'vitest';
import { letInBy } from '../../src/release/let-in.ts';
import type { ReleaseState } from '../../src/release/state.ts';
import { inApproved, inExecuting, inReview, signalbox } from './scene.ts';

const unapproved: ReleaseState = { ...inExecuting, approvals: [], execution: null };
const begun: ReleaseState = {
  ...inExecuting,
  approvals: [],
  execution: inExecuting.execution && { ...inExecuting.execution, approvedBy: [] },
};
const byRule: ReleaseState = { ...begun, alone: true, opened: { ...begun.opened, by: signalbox } };

test.each<[string, ReleaseState, string]>([
  ['those who approved', inApproved, 'approvals U0BOB U0PAT'],
  ['its gates, where nobody was asked', begun, 'automatic '],
  ['nobody yet', { ...inReview, approvals: [] }, 'unknown '],
  ['on-call alone', { ...begun, alone: true }, 'on-call U0OWN'],
  ['a return that decided itself, which is nobody’s word', byRule, 'return '],
  ['break-glass, whoever approved', { ...inApproved, breakGlass: true }, 'break-glass U0OWN'],
  ['nobody, before an execution', unapproved, 'unknown '],
])('let in by %s', (_, state, expected) => {
  const { letIn, people: named } = letInBy(state);
  expect(`${letIn} ${named.join(' ')}`).toBe(expected);
});
