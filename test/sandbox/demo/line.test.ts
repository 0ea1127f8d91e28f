import { once } from 'node:events';
import { createServer } from 'node:http';
import { request } from 'undici';
import { expect, onTestFinished, test } from 'vitest';
import { layLine } from '../../../sandbox/demo/line.ts';

async function lineToServer(bytes = 10) {
  const server = createServer((_, response) => response.end(Buffer.alloc(bytes))).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const line = await layLine(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`);
  onTestFinished(async () => {
    await line.close();
    server.closeAllConnections();
    server.close();
  });
  return line;
}

async function size(url: string): Promise<number> {
  const { body } = await request(url, { reset: true });
  return (await body.bytes()).length;
}

test('passes on what is asked and answered', async () => {
  const line = await lineToServer(200_000);
  expect(await size(line.url)).toBe(200_000);
});

test('a line that is cut answers nobody, until it is mended', async () => {
  const line = await lineToServer();
  line.cut();
  await expect(size(line.url)).rejects.toThrow();
  line.mend();
  expect(await size(line.url)).toBe(10);
});

test('cutting ends what is under way', async () => {
  const line = await lineToServer(1_000_000);
  line.slow(100_000);
  const asked = size(line.url);
  const ended = expect(asked).rejects.toThrow();
  line.cut();
  await ended;
});

test('a slow line takes its time', async () => {
  const line = await lineToServer(50_000);
  line.slow(100_000);
  const began = performance.now();
  expect(await size(line.url)).toBe(50_000);
  expect(performance.now() - began).toBeGreaterThan(400);
});
