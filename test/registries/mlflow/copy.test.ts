import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { request } from 'undici';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import type { ArtifactSource, CopyRequest, Registry } from '../../../src/ports.ts';
import { Digest, Version } from '../../../src/release/ids.ts';
import { someRelease } from '../../contracts/some-release.ts';
import { mlflow, unique } from '../../support/mlflow.ts';
import { client, soon } from './client.ts';
import { type Ask, asker, plainMlmodel, seedVersion } from './seed.ts';

async function world() {
  const [staging, production] = await Promise.all([mlflow('staging'), mlflow('production')]);
  return {
    staging: staging.url,
    production: production.url,
    ask: asker(staging.url),
    askTarget: asker(production.url),
    source: client(staging.url, 'mlflow-staging'),
    target: client(production.url, 'mlflow-prod'),
  };
}

const progress = async () => soon();
const eight = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`data/${index}.bin`, `bytes of ${index}`]));

async function requestOf(
  source: Registry,
  ask: Ask,
  files: Readonly<Record<string, string>> = eight,
): Promise<CopyRequest> {
  const name = unique('copy');
  const { version } = await seedVersion(ask, name, { files: { MLmodel: plainMlmodel, ...files } });
  const facts = await source.facts(name, version, soon());
  if (facts === null) throw new Error('no facts');
  return {
    release: someRelease(),
    from: source,
    source: facts,
    name: unique('copied'),
    artifacts: facts.artifacts.digest,
  };
}

const puts = (asked: readonly string[]) => asked.filter((request) => request.startsWith('PUT '));

test('a copy that was cut goes on at the file where it stopped, in the run it had begun', async () => {
  const { ask, askTarget, source, target } = await world();
  const request = await requestOf(source.registry, ask);
  let opened = 0;
  const breaking: ArtifactSource = {
    server: source.registry.server,
    files: (...args) => source.registry.files(...args),
    open: async (...args) => {
      opened += 1;
      if (opened > 5) throw new Error('cut');
      return source.registry.open(...args);
    },
  };
  await expect(target.registry.copy({ ...request, from: breaking }, progress, soon())).rejects.toThrow('cut');
  expect(puts(target.asked)).toHaveLength(5);
  expect(await target.registry.versions(request.name, soon())).toEqual([]);
  target.asked.length = 0;
  const { version } = await target.registry.copy(request, progress, soon());
  expect(puts(target.asked)).toHaveLength(4);
  const copied = await target.registry.facts(request.name, version, soon());
  expect(copied?.artifacts).toEqual(request.source.artifacts);
  const { experiment } = z
    .object({ experiment: z.object({ experiment_id: z.string() }) })
    .parse(await askTarget('GET', `/experiments/get-by-name?experiment_name=signalbox/${request.name}`));
  const { runs } = z
    .object({ runs: z.array(z.unknown()) })
    .parse(await askTarget('POST', '/runs/search', { experiment_ids: [experiment.experiment_id] }));
  expect(runs).toHaveLength(1);
});

test('what the run logged beside the model goes with it, so that the next environment shows it too', async () => {
  const { ask, source, target } = await world();
  const name = unique('beside');
  const { version } = await seedVersion(ask, name, { artifacts: { 'errors.csv': 'row', 'plots/a.svg': '<svg/>' } });
  const facts = await source.registry.facts(name, version, soon());
  if (facts === null) throw new Error('no facts');
  const from = { release: someRelease(), from: source.registry, source: facts, artifacts: facts.artifacts.digest };
  const made = await target.registry.copy({ ...from, name }, progress, soon());
  const copied = await target.registry.facts(name, made.version, soon());
  const beside = await target.registry.runArtifacts(copied?.run?.id ?? '', soon());
  expect(beside.map(({ path, bytes }) => `${path} ${bytes}`).sort()).toEqual(['errors.csv 3', 'plots/a.svg 6']);
  const bytes = await target.registry.openRunArtifact(copied?.run?.id ?? '', 'errors.csv', soon());
  expect(Buffer.concat(await Array.fromAsync(bytes)).toString()).toBe('row');
});

test('bytes spoilt on the target are noticed and sent again', async () => {
  const { ask, askTarget, source, target } = await world();
  const request = await requestOf(source.registry, ask);
  const cut = { ...request, artifacts: Digest.parse('0'.repeat(64)) };
  await expect(target.registry.copy(cut, progress, soon())).rejects.toMatchObject({ code: 'bytes_differ' });
  const spoilt =
    puts(target.asked)
      .find((put) => put.endsWith('/3.bin'))
      ?.slice('PUT '.length) ?? '';
  await askTarget('PUT', spoilt, Buffer.from('bytes of 4'));
  target.asked.length = 0;
  const { version } = await target.registry.copy(request, progress, soon());
  expect(puts(target.asked)).toEqual([`PUT ${spoilt}`]);
  expect((await target.registry.facts(request.name, version, soon()))?.artifacts).toEqual(request.source.artifacts);
});

test('a file that has grown since it was approved makes no version', async () => {
  const { ask, source, target } = await world();
  const request = await requestOf(source.registry, ask);
  const grown: ArtifactSource = {
    server: source.registry.server,
    files: (...args) => source.registry.files(...args),
    open: async () => Readable.from([Buffer.from('much more than was approved'.repeat(100))]),
  };
  await expect(target.registry.copy({ ...request, from: grown }, progress, soon())).rejects.toMatchObject({
    code: 'bytes_differ',
  });
  expect(await target.registry.versions(request.name, soon())).toEqual([]);
});

test('of two versions of one release the lower number counts, and the other is an orphan', async () => {
  const { ask, source, target } = await world();
  const request = await requestOf(source.registry, ask);
  const [one, two] = await Promise.all([
    target.registry.copy(request, progress, soon()),
    client(target.registry.server, 'mlflow-prod').registry.copy(request, progress, soon()),
  ]);
  const again = await target.registry.copy(request, progress, soon());
  expect(again).toMatchObject({ already: true, version: '1' });
  expect([one.version, two.version]).toEqual(['1', '1']);
  for (const { version } of await target.registry.versions(request.name, soon())) {
    const tags = await target.registry.tags(request.name, version, soon());
    expect(tags['signalbox.orphan']).toBe(version === '1' ? undefined : 'true');
  }
});

test('over two hundred files are bound by the digest of their manifest alone', async () => {
  const { ask, source, target } = await world();
  const many = Object.fromEntries(Array.from({ length: 205 }, (_, index) => [`${index % 3}/${index}.txt`, `${index}`]));
  const request = await requestOf(source.registry, ask, many);
  expect(request.source.artifacts).toMatchObject({ files: 206, manifest: null });
  const { version } = await target.registry.copy(request, progress, soon(120_000));
  expect((await target.registry.facts(request.name, version, soon()))?.artifacts).toEqual(request.source.artifacts);
}, 120_000);

test('a file name that MLflow decodes twice, and would keep under another name, is refused', async () => {
  const { ask, source, target } = await world();
  const request = await requestOf(source.registry, ask);
  const odd = { path: 'a%20b.bin', bytes: 8, sha256: request.source.artifacts.digest };
  const facts = { ...request.source, artifacts: { ...request.source.artifacts, manifest: null } };
  const from: ArtifactSource = {
    server: source.registry.server,
    files: async () => [odd],
    open: async () => Readable.from([Buffer.from('eight by')]),
  };
  await expect(target.registry.copy({ ...request, from, source: facts }, progress, soon())).rejects.toMatchObject({
    retry: false,
  });
  expect(await target.registry.versions(request.name, soon())).toEqual([]);
});

test('a model logged as MLflow 2 does is copied as that', async () => {
  const { ask, source, target } = await world();
  const name = unique('v2');
  const { version } = await seedVersion(ask, name, {
    shape: 'run-only',
    metrics: [
      { key: 'auc', value: 0.9 },
      { key: 'loss', value: 'NaN' },
    ],
  });
  const facts = await source.registry.facts(name, version, soon());
  if (facts === null) throw new Error('no facts');
  const request = {
    release: someRelease(),
    from: source.registry,
    source: facts,
    name,
    artifacts: facts.artifacts.digest,
  };
  const made = await target.registry.copy(request, progress, soon());
  const copied = await target.registry.facts(name, made.version, soon());
  expect(copied).toMatchObject({
    modelId: null,
    metrics: facts.metrics,
    artifacts: facts.artifacts,
    schema: facts.schema,
  });
});

const Report = z.object({ version: Version, bytes: z.number(), maxRssMb: z.number(), told: z.number() });

const megabyte = Buffer.alloc(1_000_000, 'signalbox ');

async function uploadLarge(url: string): Promise<void> {
  const body = Readable.from(
    Array.from({ length: 300 }, () => megabyte),
    { objectMode: false },
  );
  await request(url, { method: 'PUT', headers: { 'content-length': '300000000' }, body });
}

/** What the child prints. It keeps its compiled code in `cache`: Node's compiler of types takes 30 MB that no copy needs. */
async function copyAlone(cache: string, ...args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'copy-child.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { NODE_COMPILE_CACHE: cache },
  });
  const printed: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => printed.push(chunk));
  await once(child, 'close');
  return Buffer.concat(printed).toString();
}

test('300 MB are hashed, copied and read back in under 200 MB of memory', async () => {
  const { staging, production, ask } = await world();
  const name = unique('large');
  const { version, root } = await seedVersion(ask, name);
  await uploadLarge(`${staging}/api/2.0/mlflow-artifacts/artifacts/${root}/weights.bin`);
  const cache = await mkdtemp(join(tmpdir(), 'signalbox-compiled-'));
  onTestFinished(() => rm(cache, { recursive: true, force: true }));
  await copyAlone(cache);
  const report = Report.parse(JSON.parse(await copyAlone(cache, staging, production, name, version)));
  expect(report.bytes).toBeGreaterThan(300_000_000);
  expect(report.maxRssMb).toBeLessThan(200);
  expect(report.told).toBeGreaterThan(0);
}, 120_000);
