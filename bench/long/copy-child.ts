import { ReleaseId, Version } from '../../src/release/ids.ts';
import { client, soon } from '../../test/registries/mlflow/client.ts';

/** Copies one version and prints a line of JSON for each piece of progress: run alone, so that its memory is all its own, and it can be killed. */
const [, , source = '', target = '', name = '', version = '', release = ''] = process.argv;
if (release === '') process.exit(0);
const hourMs = 3_600_000;
const from = client(source, 'source').registry;
const to = client(target, 'target');
const facts = await from.facts(name, Version.parse(version), soon(hourMs));
if (facts === null) throw new Error('There is no such version');
const order = { from, source: facts, name, artifacts: facts.artifacts.digest };
const made = await to.registry.copy(
  { ...order, release: ReleaseId.parse(release) },
  async (bytes) => {
    say({ at: bytes });
    return soon(60_000);
  },
  soon(60_000),
);
const sent = to.asked.filter((asked) => asked.startsWith('PUT ')).length;
say({ ...made, sent, peakMb: Math.round(process.resourceUsage().maxRSS / 1_024) });
process.exit(0);

function say(what: object): void {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}
