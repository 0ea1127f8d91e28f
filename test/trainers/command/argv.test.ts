import { expect, test } from 'vitest';
import type { TrainingOrder } from '../../../src/ports-trainers.ts';
import { ReleaseId, Version } from '../../../src/release/ids.ts';
import { checkedArgv, filledIn, nameOf } from '../../../src/trainers/command/argv.ts';

const order: TrainingOrder = {
  release: ReleaseId.parse('r-0123456789'),
  attempt: 2,
  model: 'prod.ml.Überleben v2',
  environment: 'staging',
  commit: 'a'.repeat(40),
};

test('what is known is filled in, wherever it stands, and each argument stays one', () => {
  const argv = ['./scripts/{environment}.sh', '--at={commit}', '{release}/{attempt}', '{model}', '; rm -rf $HOME `id`'];
  expect(filledIn(checkedArgv(argv), order)).toEqual([
    './scripts/staging.sh',
    `--at=${order.commit}`,
    'r-0123456789/2',
    'prod.ml.Überleben v2',
    '; rm -rf $HOME `id`',
  ]);
});

test.each([
  [['train', '{comit}'], '{comit} is nothing that can be filled in. Write {commit}, {environment}'],
  [['train', '{__proto__}', '{}'], '{} is nothing'],
  [['{toString}'], '{toString} is nothing'],
  [[], 'The command is empty'],
  [[''], 'The command is empty'],
  [['train', 'a\0b'], 'zero byte'],
])('%j is no command', (argv, words) => {
  const problems = [expect.stringContaining(words)];
  expect(() => checkedArgv(argv)).toThrow(
    expect.objectContaining({ code: 'config_invalid', details: { problems: expect.arrayContaining(problems) } }),
  );
});

test.each<[string, Partial<TrainingOrder>]>([
  ['a branch', { commit: 'main' }],
  ['a short commit', { commit: 'abc1234' }],
  ['an option', { model: '--help' }],
  ['a path', { model: '../churn' }],
  ['a line end', { model: 'churn\n' }],
  ['nothing', { model: '' }],
  ['a path', { environment: 'a/b' }],
  ['a hidden folder', { environment: '..' }],
  ['a program', { environment: '$(id)' }],
  ['half a time', { attempt: 1.5 }],
  ['never', { attempt: 0 }],
])('%s is refused: %j', (_, part) => {
  const refused = expect.objectContaining({ code: 'training_refused', details: { words: expect.any(String) } });
  expect(() => filledIn(['train', '{model}'], { ...order, ...part })).toThrow(refused);
});

test('a training is called by release and attempt, a validation by its version, too', () => {
  expect(nameOf(order)).toBe('r-0123456789-2');
  expect(nameOf({ ...order, purpose: 'validate', version: Version.parse('14') })).toBe('r-0123456789-v14-2');
});

test('the version is filled in where there is one, and asked for only where it is named', () => {
  const validation: TrainingOrder = { ...order, purpose: 'validate', version: Version.parse('14') };
  expect(filledIn(checkedArgv(['check', 'models:/{model}/{version}']), validation)).toEqual([
    'check',
    `models:/${order.model}/14`,
  ]);
  expect(filledIn(checkedArgv(['train', '{commit}']), order)).toEqual(['train', order.commit]);
  const refused = expect.objectContaining({ code: 'training_refused' });
  expect(() => filledIn(checkedArgv(['train', '{version}']), order)).toThrow(refused);
});
