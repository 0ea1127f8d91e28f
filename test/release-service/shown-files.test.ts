import { beforeAll, expect, test } from 'vitest';
import type { FileSide } from '../../src/release/posts-files.ts';
import { shownFiles } from '../../src/release-service/shown-files.ts';
import { client, soon } from '../registries/mlflow/client.ts';
import { asker, plainMlmodel, seedVersion } from '../registries/mlflow/seed.ts';
import { mlflow, unique } from '../support/mlflow.ts';

const pictures = ['a', 'b', 'c', 'd', 'e', 'f'];
let side: FileSide;
let registries: Parameters<typeof shownFiles>[0];

beforeAll(async () => {
  const { url } = await mlflow('staging');
  const name = unique('shown');
  const { version } = await seedVersion(asker(url), name, {
    files: { MLmodel: plainMlmodel },
    artifacts: {
      'errors.csv': 'x,y\n1,2\n',
      'large.csv': 'x'.repeat(7 * 1024 * 1024),
      ...Object.fromEntries(pictures.map((letter) => [`plots/${letter}.png`, letter])),
    },
  });
  registries = new Map([['mlflow-staging', client(url, 'mlflow-staging').registry]]);
  side = { registry: 'mlflow-staging', name, version };
});

test('a real run’s files are found by path and by pattern, in order, four at most, the rest counted', async () => {
  const one = await shownFiles(registries, side, 'errors.csv', soon());
  expect(one.files.map(({ path, read }) => [path, Buffer.from(read).toString()])).toEqual([
    ['errors.csv', 'x,y\n1,2\n'],
  ]);
  const many = await shownFiles(registries, side, 'plots/*', soon());
  expect(many.files.map(({ path }) => path)).toEqual(pictures.slice(0, 4).map((letter) => `plots/${letter}.png`));
  expect(many.more).toBe(2);
});

test('of a large file no more is fetched than anybody will see', async () => {
  const { files } = await shownFiles(registries, side, 'large.csv', soon());
  expect(files[0]?.bytes).toBe(7 * 1024 * 1024);
  expect(files[0]?.read.length).toBe(5 * 1024 * 1024 + 1);
});

test('nothing matches, and a server that does not answer in time is not taken for that', async () => {
  expect((await shownFiles(registries, side, 'none.csv', soon())).files).toEqual([]);
  await expect(shownFiles(registries, side, 'errors.csv', { deadline: Date.now() - 1 })).rejects.toThrow();
});
