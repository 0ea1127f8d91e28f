import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Comparison, compare, type Pace } from './compare.ts';
import { loadWords, stealMeter } from './machine.ts';
import { policySpeed } from './policy-speed.ts';
import { report } from './report.ts';
import { clicks, commands, webhooks } from './requests.ts';
import { type Servers, startServers } from './start.ts';
import { statusSpeed } from './status-speed.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '14' },
    'slice-ms': { type: 'string', default: '1000' },
    connections: { type: 'string', default: '16' },
    releases: { type: 'string', default: '2000' },
  },
});
const pace: Pace = {
  rounds: Number(values.rounds),
  sliceMs: Number(values['slice-ms']),
  connections: Number(values.connections),
};

say(loadWords());
const steal = await stealMeter();
const servers = await startServers();
const broken = await measure(servers).finally(() => servers.stop());
process.exitCode = broken ? 1 : 0;
say(`\n${policySpeed()}`);
say(await statusSpeed(Number(values.releases)));

/** Answers true when something was answered wrongly or not carried out: a slow server is reported, a wrong one fails. */
async function measure(alive: Servers): Promise<boolean> {
  say(`${alive.cpus}; ${pace.connections} connections, ${pace.rounds} rounds of ${pace.sliceMs} ms a side`);
  let bad = 0;
  let taken = 0;
  for (const comparison of comparisons(alive)) {
    const found = await compare(comparison, pace);
    bad += found.bad;
    taken += found.ours.slices.reduce((sum, slice) => sum + slice.milliseconds.length, 0);
    for (const line of report(found)) say(line);
  }
  const ended = performance.now();
  const carriedOut = await settled(alive, taken);
  const later = Math.round(performance.now() - ended);
  say(`\n${taken} requests were measured; the edge has carried out ${carriedOut}, the last ${later} ms after the load`);
  say(`memory of the edge ${Math.round(await alive.edgeMemory())} MB, ${await steal()}`);
  return bad > 0 || carriedOut < taken;
}

/** Acknowledged is not done: waits until everything measured is carried out, half a minute at most. */
async function settled({ carriedOut }: Servers, taken: number): Promise<number> {
  const deadline = performance.now() + 30_000;
  for (;;) {
    const count = await carriedOut();
    if (count >= taken || performance.now() > deadline) return count;
    await pause(100);
  }
}

function comparisons({ bolt, sameBolt, webhook, sameWebhook, edge, answers }: Servers): readonly Comparison[] {
  const command = commands(answers);
  const click = clicks(answers);
  const bare = { name: 'bare Bolt: acknowledged', url: bolt };
  const same = { name: 'bare Bolt once more', url: sameBolt };
  const hook = { name: 'bare node:http: checked, parsed', prepare: webhooks };
  return [
    {
      name: 'slash command',
      goal: 0.8,
      ours: { name: 'Signalbox: stored, acked, answered', url: edge, prepare: command },
      bare: { ...bare, prepare: command },
      same: { ...same, prepare: command },
    },
    {
      name: 'button',
      goal: 0.8,
      ours: { name: 'Signalbox: stored, acked, answered', url: edge, prepare: click },
      bare: { ...bare, prepare: click },
      same: { ...same, prepare: click },
    },
    {
      name: 'webhook',
      goal: 0.6,
      ours: { name: 'Signalbox: stored, handled', url: edge, prepare: webhooks },
      bare: { ...hook, url: webhook },
      same: { ...hook, url: sameWebhook },
    },
  ];
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
