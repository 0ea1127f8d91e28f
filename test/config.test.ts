import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import {
  readActingToolConfig,
  readConfig,
  readJudgingToolConfig,
  readToolConfig,
  secretsIn,
  secretsOf,
  settingNames,
} from '../src/config.ts';

const least = {
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_SIGNING_SECRET: 'abc',
  REDIS_URL: 'redis://localhost:6379',
  SIGNALBOX_POLICY: './policy.yml',
};

test('the least that is needed gives every setting a value', () => {
  expect(readConfig(least)).toEqual({
    kind: 'read',
    value: {
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_SIGNING_SECRET: ['abc'],
      SLACK_APP_TOKEN: null,
      SLACK_API_URL: 'https://slack.com/api/',
      REDIS_URL: 'redis://localhost:6379',
      REDIS_REPLICAS: 0,
      SIGNALBOX_POLICY: './policy.yml',
      SIGNALBOX_ROLE: 'all',
      SIGNALBOX_ENVIRONMENTS: null,
      SIGNALBOX_COMMAND: '/mlops',
      SIGNALBOX_LABEL: null,
      PORT: 3000,
      HEALTH_PORT: 3001,
      PUBLIC_URL: null,
      MLFLOW_WEBHOOK_SECRET: [],
      GITHUB_WEBHOOK_SECRET: [],
      LOG_LEVEL: 'info',
    },
  });
});

test.each([
  ['a bot token that is an app token', { SLACK_BOT_TOKEN: 'xapp-1' }, 'SLACK_BOT_TOKEN is another kind of token'],
  ['an app token that is a bot token', { SLACK_APP_TOKEN: 'xoxb-1' }, 'SLACK_APP_TOKEN is another kind of token'],
  ['neither HTTP nor Socket Mode', { SLACK_SIGNING_SECRET: '' }, 'SLACK_SIGNING_SECRET or SLACK_APP_TOKEN is missing'],
  ['an address that is none', { SLACK_API_URL: 'slack.com' }, 'SLACK_API_URL is not such an address'],
  ['Redis over HTTP', { REDIS_URL: 'http://localhost:6379' }, 'REDIS_URL is not such an address'],
  ['no policy', { SIGNALBOX_POLICY: '  ' }, 'SIGNALBOX_POLICY is missing'],
  ['a role of another name', { SIGNALBOX_ROLE: 'web' }, 'SIGNALBOX_ROLE is not known. Write all, edge, worker.'],
  ['a command without a slash', { SIGNALBOX_COMMAND: 'mlops' }, 'SIGNALBOX_COMMAND is not a slash command'],
  ['a label as long as a story', { SIGNALBOX_LABEL: 'x'.repeat(41) }, 'SIGNALBOX_LABEL is too long'],
  ['a port in words', { PORT: 'http' }, 'PORT is not a port. Write a number from 0 to 65535.'],
  ['a port beyond the last', { HEALTH_PORT: '65536' }, 'HEALTH_PORT is not a port'],
  ['one port for both', { PORT: '3001' }, 'HEALTH_PORT is the same as PORT'],
  ['a public address without a scheme', { PUBLIC_URL: 'signalbox:3000' }, 'PUBLIC_URL is not such an address'],
  ['a log level of another tool', { LOG_LEVEL: 'verbose' }, 'LOG_LEVEL is not known'],
  ['replicas below zero', { REDIS_REPLICAS: '-1' }, 'REDIS_REPLICAS is not a number of replicas'],
])('%s is a problem', (_, change, problem) => {
  const reading = readConfig({ ...least, ...change });
  expect(reading).toEqual({ kind: 'problems', problems: [expect.stringContaining(problem)] });
});

test('all problems are listed at once, and no value is repeated', () => {
  const reading = readConfig({ SLACK_BOT_TOKEN: 'xapp-hidden', SIGNALBOX_ROLE: 'web', PORT: '99999' });
  const problems = reading.kind === 'problems' ? reading.problems : [];
  expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
    'SLACK_BOT_TOKEN',
    'REDIS_URL',
    'SIGNALBOX_POLICY',
    'SIGNALBOX_ROLE',
    'PORT',
    'SLACK_SIGNING_SECRET',
  ]);
  expect(problems.join('\n')).not.toContain('hidden');
});

test('a secret that is being changed holds the new value and the old one', () => {
  const reading = readConfig({ ...least, SLACK_SIGNING_SECRET: 'new, old', MLFLOW_WEBHOOK_SECRET: 'n,o' });
  expect(reading).toMatchObject({ value: { SLACK_SIGNING_SECRET: ['new', 'old'], MLFLOW_WEBHOOK_SECRET: ['n', 'o'] } });
});

test('Socket Mode and a worker need no signing secret', () => {
  const { SLACK_SIGNING_SECRET: _, ...without } = least;
  expect(readConfig({ ...without, SLACK_APP_TOKEN: 'xapp-1' })).toMatchObject({ kind: 'read' });
  expect(readConfig({ ...without, SIGNALBOX_ROLE: 'worker' })).toMatchObject({ kind: 'read' });
});

test('port 0 lets the system choose, for both listeners', () => {
  expect(readConfig({ ...least, PORT: '0', HEALTH_PORT: '0' })).toMatchObject({ value: { PORT: 0, HEALTH_PORT: 0 } });
});

test('addresses lose or gain their last slash', () => {
  const reading = readConfig({
    ...least,
    SLACK_API_URL: 'http://127.0.0.1:1/api',
    PUBLIC_URL: 'https://s.example.com/',
  });
  expect(reading).toMatchObject({
    value: { SLACK_API_URL: 'http://127.0.0.1:1/api/', PUBLIC_URL: 'https://s.example.com' },
  });
});

test('a command that asks for something needs Redis and Slack, and names both at once', () => {
  const reading = readActingToolConfig({});
  expect(reading.kind === 'problems' ? reading.problems.map((problem) => problem.split(' ')[0]) : []).toEqual([
    'REDIS_URL',
    'SLACK_BOT_TOKEN',
  ]);
});

test('a command that judges takes what there is, and names what is wrong with it', () => {
  expect(readJudgingToolConfig({ SIGNALBOX_POLICY: 'policy.yml' })).toEqual({
    kind: 'read',
    value: { SIGNALBOX_POLICY: 'policy.yml', SLACK_API_URL: 'https://slack.com/api/' },
  });
  expect(readJudgingToolConfig({ REDIS_URL: 'http://r', SLACK_BOT_TOKEN: 'xapp-1' })).toMatchObject({
    problems: [expect.stringContaining('REDIS_URL'), expect.stringContaining('SLACK_BOT_TOKEN')],
  });
});

test('a read-only command needs Redis alone', () => {
  expect(readToolConfig({ REDIS_URL: 'redis://r' })).toEqual({
    kind: 'read',
    value: { REDIS_URL: 'redis://r', REDIS_REPLICAS: 0, LOG_LEVEL: 'info' },
  });
});

test("the policy's references become values", () => {
  const values = new Map([['env:PROD_TOKEN', 'a']]);
  expect(secretsOf(['env:PROD_TOKEN', 'env:PROD_TOKEN'], { PROD_TOKEN: 'a' })).toEqual({ kind: 'read', value: values });
});

test('rule 14: all missing references are named at once, a value in their place never', () => {
  const reading = secretsOf(['env:A', 'env:B', 'env:C', 'plain-secret'], { B: 'b', C: '' });
  const problems = reading.kind === 'problems' ? reading.problems : [];
  expect(problems.map((problem) => problem.slice(0, 12))).toEqual(['A is missing', 'C is missing', 'The policy h']);
  expect(problems.join('\n')).not.toContain('plain-secret');
});

test('.env.example explains every setting, in order, and nothing else', async () => {
  const example = await readFile(new URL('../.env.example', import.meta.url), 'utf8');
  const names = Array.from(example.matchAll(/^#? ?([A-Z][A-Z_]+)=/gm), ([, name]) => name);
  expect(names).toEqual(settingNames);
});

test.each([
  ['redis://:hunter%402@db:6379', ['hunter%402', 'hunter@2']],
  ['redis://:50%off@db:6379', ['50%off']],
  ['redis://db:6379', []],
])('rule 14: of %s the log is told what it must never show', (REDIS_URL, passwords) => {
  const reading = readConfig({ ...least, REDIS_URL });
  const known = reading.kind === 'read' ? secretsIn(reading.value) : [];
  expect(known).toEqual([least.SLACK_BOT_TOKEN, ...passwords]);
});
