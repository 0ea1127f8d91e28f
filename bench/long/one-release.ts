import { approveRelease } from '../../blocks/actions.ts';
import { fraudStaged, staged } from '../../sandbox/demo/given.ts';
import type { Stage } from '../../sandbox/demo/stage.ts';
import { type Tale, taleOf } from '../../sandbox/demo/tale.ts';
import { until } from '../../sandbox/until.ts';
import { openLog } from '../../test/story/log.ts';

/** What one release did. */
export type Released = {
  readonly model: string;
  readonly pattern: 'deploy-model' | 'deploy-code';
  readonly verified: boolean;
  /** How often its training ran, or its files were copied to a version that counts. */
  readonly made: number;
  /** Steps that a killed worker had begun, and another one took over. */
  readonly takenOver: number;
  /** Looks at `champion`, and how many of them found a version that was not whole. */
  readonly looks: number;
  readonly unwhole: number;
  readonly tookMs: number;
  /** What went wrong with watching it, if anything did. */
  readonly why: string | null;
};

const patienceMs = 300_000;

/** Releases one model of each number, all at once: even ones are copied, odd ones are trained. */
export async function released(stage: Stage, numbers: readonly number[]): Promise<readonly Released[]> {
  const models = numbers.map((number) => {
    const like = number % 2 === 0 ? ('churn' as const) : ('fraud' as const);
    return { name: `${like}-long-${String(number).padStart(4, '0')}`, like };
  });
  for (const { name, like } of models)
    await { churn: staged('better'), fraud: fraudStaged('better') }[like](stage, name);
  await stage.system.setModels(models);
  return Promise.all(models.map(({ name, like }) => one(stage, name, like)));
}

async function one(stage: Stage, model: string, like: 'churn' | 'fraud'): Promise<Released> {
  const tale = taleOf(stage, { chapter: 'long', model }, () => {});
  const began = Date.now();
  const watch = watchChampion(tale);
  const log = await openLog(stage, model);
  const why = await toItsEnd(tale).then(
    () => null,
    (cause: unknown) => `${String(cause)}\n${tale.screen()}`,
  );
  const entries = await log.read();
  log.close();
  const last = entries.slice(-3).map(({ event, at }) => `${new Date(at).toISOString()} ${event.kind}`);
  const tries = entries.filter(({ event }) => event.kind === 'step-started' && event.attempt > 1).length;
  return {
    model,
    pattern: like === 'churn' ? 'deploy-model' : 'deploy-code',
    verified: tale.card('production', 'Verified: '),
    made: await madeOf(tale, like),
    takenOver: tries,
    ...(await watch.end()),
    tookMs: Date.now() - began,
    why: why === null ? null : [why, ...last].join('\n'),
  };
}

/** Asked for, approved by two, and waited for until it is verified or has failed. */
async function toItsEnd(tale: Tale): Promise<void> {
  const within = { within: patienceMs, every: 250 };
  await tale.type('ada', `promote ${tale.model}@2 to production because it is better`);
  for (const who of ['grace', 'karen'] as const) {
    await until(() => tale.card('production', 'Review: ', '[Approve]'), within);
    await tale.press(who, approveRelease);
    await until(() => tale.told(who, tale.model, 'Your approval counts'), within);
  }
  await until(() => tale.card('production', 'Verified: ') || tale.card('production', 'Failed'), within);
}

async function madeOf({ stage, model, look }: Tale, like: 'churn' | 'fraud'): Promise<number> {
  const { url } = stage.servers.production;
  if (like === 'fraud') return (await stage.hands.runs(url, `${model}_production`)).length;
  const copies = Object.values((await look('production')).versions);
  return copies.filter(({ tags }) => tags['signalbox.release'] && !tags['signalbox.orphan']).length;
}

/** Looks all the time at where `champion` points: v1 from before, or a version that is ready and says which release brought it. */
function watchChampion(tale: Tale) {
  let [looks, unwhole, over] = [0, 0, false];
  const watching = until(
    async () => {
      const { aliases, versions } = await tale.look('production');
      const live = aliases['champion'] ?? '';
      const whole = live === '1' || (versions[live]?.status === 'READY' && versions[live]?.tags['signalbox.evidence']);
      looks += 1;
      if (!whole) unwhole += 1;
      return over;
    },
    { within: 2 * patienceMs, every: 500 },
  ).catch(() => false);
  return {
    async end() {
      over = true;
      await watching;
      return { looks, unwhole };
    },
  };
}
