import { expect, test } from 'vitest';
import { ReleaseError } from '../src/errors.ts';
import { jsonLog } from '../src/log.ts';

function logging(secrets: ReadonlySet<string> = new Set()) {
  const lines: string[] = [];
  return { log: jsonLog({ level: 'info', secrets, write: (line) => lines.push(line) }), lines };
}

test('a line has level, time, message and data', () => {
  const { log, lines } = logging();
  log.child({ release: 'R1' }).info({ step: 'copy-version' }, 'step done');
  expect(JSON.parse(lines.join(''))).toMatchObject({
    level: 'info',
    release: 'R1',
    step: 'copy-version',
    msg: 'step done',
  });
});

test('an error tells code, details and cause', () => {
  const { log, lines } = logging();
  log.error(
    { err: new ReleaseError('registry_unreachable', { registry: 'prod' }, { cause: new Error('ECONNREFUSED') }) },
    'no answer',
  );
  const { err } = JSON.parse(lines.join(''));
  expect(err).toMatchObject({
    code: 'registry_unreachable',
    details: { registry: 'prod' },
    cause: { message: 'ECONNREFUSED' },
  });
});

test.each([
  ['a known value anywhere', { url: 'http://u:hunter2-and-more@host/' }, 'hunter2-and-more'],
  ['a known value with quotes', { note: 'say "ah", please' }, 'ah\\", please'],
  ['a bot token', { note: 'xoxb-123-abc' }, 'xoxb-123-abc'],
  ['an app token', { note: 'xapp-1-A0-abc' }, 'xapp-1-A0-abc'],
  ['a response address', { note: 'https://hooks.slack.com/commands/T1/2/abc' }, 'T1/2/abc'],
  ['a key that says so', { request: { headers: { authorization: 'Basic abc' } } }, 'Basic abc'],
  ['a response_url by its key', { body: { response_url: 'http://127.0.0.1:1/r/abc' } }, '/r/abc'],
])('rule 14: %s never reaches a line', (_, data, secret) => {
  const { log, lines } = logging(new Set(['hunter2-and-more', 'say "ah", please']));
  log.info(data, 'seen');
  expect(lines.join('')).not.toContain(secret);
  expect(lines.join('')).toContain('[secret]');
});

test('rule 14: a secret learnt later is hidden from then on', () => {
  const secrets = new Set<string>();
  const { log, lines } = logging(secrets);
  secrets.add('new-prod-token');
  log.info({ note: 'new-prod-token' }, 'seen');
  expect(lines.join('')).not.toContain('new-prod-token');
});

test('a part of the log may say more, or less, than the rest', () => {
  const { log, lines } = logging();
  log.child({ environment: 'dev' }, { level: 'debug' }).debug({}, 'looked');
  log.child({ environment: 'production' }, { level: 'warn' }).info({}, 'request handled');
  log.debug({}, 'nothing');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ level: 'debug', environment: 'dev', msg: 'looked' }]);
});
