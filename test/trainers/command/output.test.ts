import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { expect, test } from 'vitest';
import { output } from '../../../src/trainers/command/output.ts';
import { emptyFolder } from './world.ts';

async function heard(chunks: readonly (string | Buffer)[], { maxBytes = 100_000, secrets = [''] } = {}) {
  const log = join(await emptyFolder(), 'log.txt');
  const out = output({ log, maxBytes, secrets });
  const stream = Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
  out.listen(stream);
  await finished(stream);
  out.close();
  return { ...out.said(), log: readFileSync(log, 'utf8') };
}

test.each<[string, readonly (string | Buffer)[], string | null, string]>([
  ['nothing', [], null, ''],
  ['lines', ['a\nb\n', 'c\n'], 'c', 'a\nb\nc\n'],
  ['a line without an end', ['a\nb'], 'b', 'a\nb\n'],
  ['lines in pieces', ['a', 'b\r', '\nc'], 'c', 'ab\nc\n'],
  ['a bar that redraws itself', ['10 %\r', '20 %\r'], '20 %', '10 %\n20 %\n'],
  ['a letter cut in two', [Buffer.from('模型').subarray(0, 4), Buffer.from('模型').subarray(4)], '模型', '模型\n'],
  ['empty lines at the end', ['done\n\n  \n'], 'done', 'done\n\n  \n'],
  ['colours', ['\u001b[31mred\u001b[0m\u0007 alarm'], 'red alarm', '\u001b[31mred\u001b[0m\u0007 alarm\n'],
  ['very long words', ['x'.repeat(1_000)], `${'x'.repeat(199)}…`, `${'x'.repeat(1_000)}\n`],
])('%s', async (_, chunks, line, log) => {
  expect(await heard(chunks)).toEqual({ line, log, registered: [] });
});

test('versions are heard, each once, and nothing that only looks like one', async () => {
  const { registered, line } = await heard([
    'signalbox: registered-version=12\nsignalbox: registered-version=12\n',
    'signalbox: registered-version=07\nsignalbox: registered-version=\nsays signalbox: registered-version=3\n',
    'signalbox: registered-version=13\r\nsignalbox: something newer\n',
  ]);
  expect(registered).toEqual(['12', '13']);
  expect(line).toBe('says signalbox: registered-version=3');
});

test('a log that is too long says so and ends, while what follows is still heard', async () => {
  const { log, line, registered } = await heard(
    [...Array.from({ length: 50 }, (_, i) => `epoch ${i}\n`), 'signalbox: registered-version=4\ndone'],
    { maxBytes: 40 },
  );
  expect(log).toBe(
    'epoch 0\nepoch 1\nepoch 2\nepoch 3\nepoch 4\n[signalbox] The output is longer than 40 bytes; the rest is left out.\n',
  );
  expect({ line, registered }).toEqual({ line: 'done', registered: ['4'] });
});

test('what never ends a line is cut, not kept in memory', async () => {
  const { log } = await heard(Array.from({ length: 9 }, () => 'y'.repeat(10_000)));
  expect(log.replaceAll('\n', '') === 'y'.repeat(90_000)).toBe(true);
  expect(log.split('\n').length).toBeGreaterThan(4);
});

test('secrets are not shown, also when they come in pieces or have several lines', async () => {
  const { log, line } = await heard(['token=hunter2', 'hunter2 end\nkey: BEGIN-KEY\nABCDEFGH\nuse hunter2hunter2\n'], {
    secrets: ['hunter2hunter2', 'BEGIN-KEY\nABCDEFGH', 'no'],
  });
  expect(log).toBe('token=* end\nkey: *\n*\nuse *\n');
  expect(line).toBe('use *');
});
