import { Version } from '../../../src/release/ids.ts';
import { someRelease } from '../../contracts/some-release.ts';
import { client, soon } from './client.ts';

/** Reads a large version and copies it, and prints what that took: run alone, so that its memory is all its own. Asked for nothing, it only loads. */
const [, , staging = '', production = '', name = '', version = ''] = process.argv;
if (version === '') process.exit(0);
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
