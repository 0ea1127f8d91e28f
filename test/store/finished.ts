import type { Redis } from 'ioredis';
import type { Delivery } from '../../src/release/command.ts';
import type { ReleaseEvent } from '../../src/release/event.ts';
import { Evidence } from '../../src/release/evidence.ts';
import { CommandId, LaneKey } from '../../src/release/ids.ts';
import { releaseStream } from '../../src/release/stream.ts';
import { type Database, pipelined } from '../../src/store/database.ts';
import { redisInbox } from '../../src/store/inbox.ts';
import { redisPostBook } from '../../src/store/post-book.ts';
import { redisStore } from '../../src/store/store.ts';
import { batch, byPat, digest, id, opened, story, version } from './events.ts';

/** Carries one release through its whole story, with its evidence, its deliveries and its posts, each of a real one's size. */
export async function finish(db: Database, n: number, at = Date.now()): Promise<void> {
  const store = redisStore(db);
  const inbox = redisInbox(db);
  const posts = redisPostBook(db);
  const lane = LaneKey.parse(`churn-${n % 1_000}/production`);
  const stream = releaseStream(id(n));
  await store.putEvidence(digest(`evidence ${n}`), evidenceOf(n));
  let expected = 0;
  for (const [chapter, events] of [[opened(n, lane)], ...gated(n)].entries()) {
    const command = CommandId.parse(`slack:V0${n}.1763788234.${digest(`${n} ${chapter}`).slice(0, 20)}`);
    const basedOn = [await store.lane(lane)];
    if (chapter < 4) await inbox.take(deliveryOf(command, n, at));
    const result = await store.append({
      ...batch(id(n), 0, []),
      command,
      at,
      basedOn,
      appends: [{ stream, expected, events }],
    });
    if (result.kind !== 'appended') throw new Error(`${result.kind} in chapter ${chapter} of ${n}`);
    if (chapter < 4) await inbox.done(command);
    expected += events.length;
  }
  for (const key of ['card', 'chart', 'review', 'approved-1', 'approved-2', 'executing', 'live', 'verified']) {
    await posts.put(stream, key, {
      channel: 'C0PRODUCT1',
      ts: `1763788234.${100_000 + n}`,
      shown: digest(`${key} ${n}`),
    });
  }
  for (const kind of ['look', 'show'] as const) await db.redis.zrem(db.keys.due(kind), stream);
}

/** The story of a release with ten gates, whose approvers ticked three boxes each and left a note. */
function gated(n: number): readonly (readonly ReleaseEvent[])[] {
  const boxes = ['I looked at slices and sample errors', 'I know how this is rolled back', 'Limits are written down'];
  const said = { checked: boxes, note: 'The two slices that got worse are small and within tolerance.' };
  return story(n).map((events) =>
    events.map((event) => {
      if (event.kind === 'approved') return { ...event, ...said };
      return event.kind === 'evidence-gathered' ? withGates(event, n, boxes) : event;
    }),
  );
}

type Gathered = Extract<ReleaseEvent, { kind: 'evidence-gathered' }>;

function withGates({ findings, requirements, ...event }: Gathered, n: number, boxes: string[]): Gathered {
  const verdicts = Array.from({ length: 10 }, (_, gate) => ({
    gate: `recall/segment_${gate} on holdout not worse`,
    status: 'pass' as const,
    reason: `12 metrics; the closest: \`recall/segment_${gate}\` 0.8${n % 97}, needs ≥ 0.81 (v12 0.82, tolerance 0.01).`,
    cure: null,
  }));
  return {
    ...event,
    findings: { ...findings, verdicts },
    requirements: { ...requirements, checklist: { reviewers: boxes } },
  };
}

/** Bytes that a release left behind: all keys that name it, and all that `finish` made. */
export async function bytesOf(redis: Redis, names: readonly string[]): Promise<number> {
  const sizes = await pipelined(redis, names, (pipeline, name) => pipeline.memory('USAGE', name, 'SAMPLES', 0));
  return sizes.reduce<number>((sum, size) => sum + Number(size), 0);
}

function deliveryOf(command: CommandId, n: number, at: number): Delivery {
  return { id: command, at, by: byPat, where: 'C0PRODUCT1', request: { kind: 'stop', release: id(n) } };
}

/** What one side logged: forty metrics, twenty-five parameters, sixty packages, and numbers that do not compress. */
function sideOf(of: string) {
  const numbers = Array.from(
    { length: 40 },
    (_, metric) => Number.parseInt(digest(`${of} ${metric}`).slice(0, 12), 16) / 2 ** 48,
  );
  return {
    metrics: numbers.map((value, metric) => ({
      name: `recall/segment_${metric}`,
      value,
      dataset: { name: 'holdout', digest: digest('holdout').slice(0, 8) },
    })),
    params: Object.fromEntries(numbers.slice(0, 25).map((value, param) => [`parameter_${param}`, String(value * 100)])),
    datasets: [{ name: 'holdout', digest: digest('holdout').slice(0, 8), context: 'evaluation' }],
    environment: {
      python: '3.12.3',
      requirements: Object.fromEntries(
        numbers
          .concat(numbers)
          .slice(0, 60)
          .map((value, at) => [`package-${at}`, `1.${at}.${Math.floor(value * 20)}`]),
      ),
    },
  };
}

function evidenceOf(n: number): Evidence {
  const candidate = sideOf(`candidate ${n}`);
  const { metrics } = candidate;
  return Evidence.parse({
    v: 1,
    kind: 'promotion',
    model: 'churn',
    environment: 'production',
    candidate: {
      registry: 'mlflow-prod',
      name: 'churn',
      version: version(n),
      artifacts: digest(`artifacts ${n}`),
      run: digest(`run ${n}`).slice(0, 32),
      commit: digest(`commit ${n}`).slice(0, 40),
      schema: JSON.stringify(metrics.slice(0, 20).map(({ name }) => ({ type: 'double', name, required: true }))),
      ...candidate,
      tags: { team: 'growth-ml', task: 'retention', 'data-window': '2026-03-01..2026-04-01' },
      description: 'Gradient boosting on the spring data, with the new tenure features and class weights.',
    },
    champion: { version: '12', ...sideOf(`champion ${n}`), schema: null, commit: digest(`champion ${n}`).slice(0, 40) },
    verdicts: metrics.slice(0, 10).map(({ name }) => ({ gate: `metric ${name}`, status: 'pass' })),
    policy: digest('policy'),
  });
}
