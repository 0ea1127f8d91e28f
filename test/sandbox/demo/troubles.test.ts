import { expect, test } from 'vitest';
import { troubles, troublesNamed } from '../../../sandbox/demo/troubles.ts';
import { Fault } from '../../../sandbox/slack/faults.ts';

const kinds = Fault.options.map(({ shape }) => shape.kind.value);

test('there is a story under every fault that the workspace knows', () => {
  expect(troubles.map(({ kind }) => kind).sort()).toEqual([...kinds].sort());
});

test.each(troubles)('the story under $kind switches on that fault and no other', ({ kind, faults }) => {
  expect(faults.map((fault) => Fault.parse(fault).kind)).toEqual(faults.map(() => kind));
  expect(faults).not.toEqual([]);
});

test('a story under all faults is one under each; a name that is none is answered with the list', () => {
  expect(troublesNamed('all')).toEqual(troubles);
  expect(troublesNamed('drop').map(({ kind }) => kind)).toEqual(['drop']);
  expect(() => troublesNamed('dropp')).toThrow(`There is no fault called dropp. There are ${troubles[0]?.kind}, `);
  expect(() => troublesNamed('')).toThrow('There is no fault called ""');
});
