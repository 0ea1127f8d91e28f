import { Readable } from 'node:stream';
import { request } from 'undici';
import { Version } from '../../../src/release/ids.ts';
import { someRelease } from '../../contracts/some-release.ts';
import { client, soon } from './client.ts';

/** Uploads 300 MB by pattern, reads and copies it, and prints what that took: run alone, so that its memory is all its own. */
const [, , staging = '', production = '', name = '', version = '', root = ''] = process.argv;
const block = Buffer.alloc(1_000_000, 'signalbox ');
const blocks = 300;

async function* pattern(): AsyncGenerator<Buffer> {
  for (let index = 0; index < blocks; index += 1) {
    block.writeUInt32BE(index);
    yield Buffer.from(block);
  }
}

await request(`${staging}/api/2.0/mlflow-artifacts/artifacts/${root}/weights.bin`, {
  method: 'PUT',
  headers: { 'content-length': String(block.length * blocks) },
  body: Readable.from(pattern(), { objectMode: false }),
});
const from = client(staging, 'mlflow-staging').registry;
const to = client(production, 'mlflow-prod').registry;
const source = await from.facts(name, Version.parse(version), soon(60_000));
if (source === null) throw new Error('no facts');
let told = 0;
const copy = { release: someRelease(), from, source, name, artifacts: source.artifacts.digest };
const made = await to.copy(
  copy,
  async () => {
    told += 1;
    return soon(10_000);
  },
  soon(10_000),
);
const maxRssMb = process.resourceUsage().maxRSS / 1024;
process.stdout.write(JSON.stringify({ ...made, maxRssMb, told }));
process.exit(0);
