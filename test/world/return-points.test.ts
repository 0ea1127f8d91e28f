import { expect, test } from 'vitest';
import type { Delivery, Request } from '../../src/release/command.ts';
import { CommandId, laneKey, type PersonId } from '../../src/release/ids.ts';
import type { SignalKind } from '../../src/release/incident/signal.ts';
import type { ReleaseState } from '../../src/release/state.ts';
import { incidentOfStream } from '../../src/release/stream.ts';
import { signal } from '../release/incident/scene.ts';
import { leftOver, returning, watchedRelease, wrongs } from './alerts.ts';
import { type Death, untilMessage } from './crash-points.ts';
import { dice } from './dice.ts';
import { clicked } from './hands.ts';
import { violations } from './invariants.ts';
import { onCall, people } from './policy.ts';
import { calm, settle } from './settle.ts';
import { carryOut, run } from './storm.ts';
import type { Message } from './traffic.ts';
import { newWorld, type Running, start, type World } from './world.ts';

const minute = 60_000;
const hour = 60 * minute;
const staging = laneKey('churn', 'staging');
const deaths: readonly Death[] = ['before', 'after'];

/** v2 is watched and may go back to v1 by itself; nothing is wrong yet. */
async function watchedWorld(): Promise<{ readonly world: World; readonly running: Running }> {
  const world = newWorld(returning());
  await watchedRelease(world, dice(3));
  const [running] = world.running;
  if (running === undefined || liveIn(world) !== '2') throw new Error(`v${liveIn(world)} is live`);
  return { world, running };
}

function liveIn({ servers }: World): string | null {
  return servers.staging.models.get('churn')?.aliases.get('champion') ?? null;
}

/** One message of a source about what just went live. */
function breach({ clock }: World, ...kinds: readonly SignalKind[]): Delivery {
  const at = clock.now();
  const signals = kinds.map((kind) =>
    signal({ key: kind, model: 'churn', environment: 'staging', kind, severity: 'critical', startedAt: at, at }),
  );
  const by = { kind: 'signalbox', rule: 'signals' } as const;
  return {
    id: CommandId.parse('am:1'),
    at,
    by,
    where: null,
    request: { kind: 'signals', source: 'am', signed: true, signals },
  };
}

function backs({ memory }: World): readonly ReleaseState[] {
  return [...memory.releases.values()].filter(({ kind }) => kind === 'rollback');
}

/** All that must hold in the end, whatever happened. */
function wrong(world: World): readonly string[] {
  return [...violations(world), ...wrongs(world), ...leftOver(world)];
}

/** v1 is live by one rollback, and promotions are paused because of it. */
function wentBack(world: World) {
  const lane = world.memory.lanes.get(staging);
  const causes = (lane?.pauses ?? []).map(({ cause }) => cause);
  return { live: liveIn(world), log: lane?.live?.version, backs: backs(world).map(({ phase }) => phase), causes };
}
const back = { live: '1', log: '1', backs: ['verified'], causes: ['rollback'] };
const expired = { live: '2', log: '2', backs: ['expired'], causes: [] };
const stayed = { live: '2', log: '2', backs: [], causes: [] };

/** What other process hears of what a person asks, at once, wherever others stand. */
async function asks(world: World, by: PersonId, request: Request): Promise<string> {
  const { network } = world;
  const other = start(world);
  network.storm = false;
  const { outcome } = await other.releases.handle(clicked(world, by, request));
  network.storm = true;
  return outcome.kind === 'answer' ? outcome.answer.kind : outcome.refusal.kind;
}

function cancelling({ memory }: World): Request {
  const [about] = [...memory.streams.keys()].flatMap((stream) => incidentOfStream(stream) ?? []);
  if (about === undefined) throw new Error('nothing is wrong there');
  return { kind: 'cancel-return', ...about };
}

const rollBack: Request = { kind: 'roll-back', model: 'churn', version: null, environment: 'staging', reason: 'bad' };

interface Story {
  readonly kinds: readonly SignalKind[];
  /** What happens at a message; answers what somebody heard. */
  readonly meddle: (world: World, running: Running, message: Message) => Promise<string | null>;
  /** From when on: the alert itself, or the end of the countdown. */
  readonly from: 'alert' | 'countdown';
}

/** Plays a story with what happens at the `nth` message, and lets the rest be done by whoever lives. */
async function played({ kinds, meddle, from }: Story, nth: number) {
  const { world, running } = await watchedWorld();
  const delivery = breach(world, ...kinds);
  if (from === 'alert') {
    world.network.storm = true;
    run(world, running, () => carryOut(running, delivery));
  } else await carryOut(running, delivery);
  const heard: (string | null)[] = [];
  const came = await untilMessage(world, running, nth, async (message) => {
    heard.push(await meddle(world, running, message));
  });
  const next = await calm(world);
  // Who had no answer says it again.
  await carryOut(next, delivery);
  await settle(world, next, world.clock.now() + hour);
  return { came, heard: heard[0] ?? null, world };
}

/** The same at every message there is. */
async function atEvery(story: Story, judge: (world: World, heard: string | null, at: string) => void): Promise<number> {
  for (let nth = 1; ; nth += 1) {
    const { came, heard, world } = await played(story, nth);
    const at = `message ${nth}`;
    expect({ at, wrong: wrong(world) }).toEqual({ at, wrong: [] });
    judge(world, heard, at);
    if (!came) return nth - 1;
  }
}

function dies(death: Death): Story['meddle'] {
  return async (world, running, message) => {
    world.network.kill(running.process);
    message.deliver(death === 'before' ? 'not-arrived' : 'answered');
    return null;
  };
}

test.each<readonly [string, readonly SignalKind[]]>([
  ['one thing is wrong', ['errors']],
  ['two things are, and both count down', ['errors', 'latency']],
])(
  'wherever a worker dies while %s, one rollback brings the version before back',
  async (_, kinds) => {
    let points = 0;
    for (const death of deaths)
      points += await atEvery({ kinds, from: 'alert', meddle: dies(death) }, (world, _heard, at) => {
        expect({ at: `${death} ${at}`, ...wentBack(world) }).toEqual({ at: `${death} ${at}`, ...back });
      });
    expect(points).toBeGreaterThan(100);
  },
  120_000,
);

test.each<readonly [string, Death | null]>([
  ['looks', null],
  ['dies before its request arrives', 'before'],
  ['dies after it did', 'after'],
])(
  'Cancel at any message while a worker %s: it holds, or hears that it came too late',
  async (_, death) => {
    const answers = new Set<string>();
    const meddle: Story['meddle'] = async (world, running, message) => {
      if (death !== null) await dies(death)(world, running, message);
      const heard = await asks(world, people.own, cancelling(world));
      if (death === null) message.deliver('answered');
      return heard;
    };
    await atEvery({ kinds: ['errors'], from: 'countdown', meddle }, (world, heard, at) => {
      if (heard !== null) answers.add(heard);
      const expected = heard === 'return-cancelled' ? stayed : back;
      expect({ at, heard, ...wentBack(world) }).toEqual({ at, heard, ...expected });
    });
    expect([...answers].sort()).toEqual(['return-begun', 'return-cancelled']);
  },
  120_000,
);

test('a person’s own rollback at any message of a return: there is one of them, and they hear of it', async () => {
  const answers = new Set<string>();
  const meddle: Story['meddle'] = async (world, _running, message) => {
    const heard = await asks(world, onCall, rollBack);
    message.deliver('answered');
    return heard;
  };
  await atEvery({ kinds: ['errors', 'latency'], from: 'countdown', meddle }, (world, heard, at) => {
    if (heard !== null) answers.add(heard);
    expect({ at, heard, ...wentBack(world) }).toEqual({ at, heard, ...back });
  });
  // In the end there is nothing left to go back to.
  expect([...answers].sort()).toEqual(['already-open', 'no-rollback-target', 'opened']);
}, 120_000);

test('who dies and is away for longer than an alert is believed, and a request is kept, begins nothing', async () => {
  const seen = new Set<string>();
  const meddle: Story['meddle'] = async (world, running, message) => {
    await dies('after')(world, running, message);
    const [begun] = backs(world);
    world.clock.advance(30 * minute);
    return begun?.phase ?? 'nothing';
  };
  await atEvery({ kinds: ['errors'], from: 'countdown', meddle }, (world, heard, at) => {
    if (heard === null) return;
    seen.add(heard);
    const expected = heard === 'nothing' ? stayed : ['gathering', 'approved'].includes(heard) ? expired : back;
    expect({ at, heard, ...wentBack(world) }).toEqual({ at, heard, ...expected });
  });
  expect([...seen]).toEqual(expect.arrayContaining(['nothing', 'gathering', 'executing']));
}, 120_000);
