import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import { request } from 'undici';
import { print, seconds } from '../../sandbox/demo/progress.ts';
import { startMlflow } from '../../sandbox/mlflow.ts';
import { someRelease } from '../../test/contracts/some-release.ts';
import { asker, seedVersion } from '../../test/registries/mlflow/seed.ts';
import { copyAlone } from './copying.ts';

const mega = 1_000_000;
const files = 10;
/** Both servers keep the bytes, each also has a file in hand while it is sent, and somebody else may want some disk too. */
const diskFactor = 2.5;
const mostMb = 200;

const { values } = parseArgs({ options: { gb: { type: 'string', default: '5' } } });

/** Copies a version of 5 GB from one real MLflow server to another, kills the copy on the way, and lets it go on. */
async function longCopy(gigabytes: number): Promise<boolean> {
  const bytes = Math.round((gigabytes * 1_000) / files) * mega;
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-long-copy-'));
  try {
    if (!(await hasRoom(folder, bytes * files * diskFactor))) return false;
    const [source, target] = await Promise.all([startMlflow(join(folder, 'a')), startMlflow(join(folder, 'b'))]);
    try {
      return await copied(source.url, target.url, bytes);
    } finally {
      await Promise.all([source.stop(), target.stop()]);
    }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function hasRoom(folder: string, needed: number): Promise<boolean> {
  const { bavail, bsize } = await statfs(folder);
  const [free, wanted] = [bavail * bsize, needed].map((amount) => `${(amount / 1e9).toFixed(1)} GB`);
  print(`${folder} has ${free} free; ${wanted} are needed.`);
  if (bavail * bsize >= needed) return true;
  print('That is not enough. Set TMPDIR to a folder on a larger disk, or ask for less: npm run long:copy -- --gb 1');
  return false;
}

async function copied(source: string, target: string, bytes: number): Promise<boolean> {
  const name = 'large';
  const { version, root } = await seedVersion(asker(source), name);
  const began = Date.now();
  for (let at = 0; at < files; at++)
    await upload(`${source}/api/2.0/mlflow-artifacts/artifacts/${root}/${at}.bin`, bytes);
  print(`A version of ${(bytes * files) / 1e9} GB in ${files} files is there after ${seconds(began)}.`);
  const order = [source, target, name, version, someRelease()] as const;
  const all = bytes * files;
  // Node's compiler of types takes 30 MB that no copy needs: what it compiled is kept.
  await copyAlone([], { all, killAt: null });
  const first = await copyAlone(order, { all, killAt: 0.55 * all });
  if (first !== null) throw new Error('The copy was over before it could be killed');
  print('Killed with SIGKILL. Another process goes on with the same release.');
  const made = await copyAlone(order, { all, killAt: null });
  if (made === null) throw new Error('The second process was not killed, and made nothing');
  const left = files - Math.floor(0.55 * files);
  print(
    `v${made.version} is there. The second process sent ${made.sent} files; ${left} or ${left + 1} of ${files + 2} were left.`,
  );
  print(`Its memory was ${made.peakMb} MB at most; it may be ${mostMb} MB.`);
  return made.peakMb < mostMb && made.sent <= left + 3;
}

/** Bytes that nothing can make smaller, never all in memory. */
async function upload(url: string, bytes: number): Promise<void> {
  const block = randomBytes(mega);
  const body = Readable.from(
    Array.from({ length: bytes / mega }, () => block),
    { objectMode: false },
  );
  const answer = await request(url, { method: 'PUT', headers: { 'content-length': String(bytes) }, body });
  await answer.body.dump();
  if (answer.statusCode !== 200) throw new Error(`PUT ${url}: ${answer.statusCode}`);
}

process.exit((await longCopy(Number(values.gb))) ? 0 : 1);
