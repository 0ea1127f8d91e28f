import type { Call, LoggedValue } from '../../ports.ts';
import { historyInRun, lostNaNs } from './metrics.ts';
import type { Trace } from './trace.ts';
import type { Wire } from './wire.ts';

/**
 * What was ever logged of a version's model under this name, by whichever run, and by the run that made it. Where that run made several
 * models, nobody can tell whose numbers its own are: then the model's count, if it has any.
 */
export async function metricHistory(
  wire: Wire,
  { run, model }: Pick<Trace, 'run' | 'model'>,
  name: string,
  call: Call,
): Promise<readonly LoggedValue[]> {
  const own = (model?.metrics ?? []).filter(({ key }) => key === name);
  const lost = await lostNaNs(wire, own, call);
  const ofModel = own.map((one): LoggedValue => ({ at: one.timestamp, value: lost.has(one) ? 'NaN' : one.value }));
  const isShared = own.length > 0 && (run?.models.length ?? 0) > 1;
  const ofRun = run === null || isShared ? [] : await historyInRun(wire, run.id, name, call);
  const all = [...ofModel, ...ofRun.map(({ timestamp, value }) => ({ at: timestamp, value }))];
  return [...new Map(all.map((one) => [`${one.at} ${one.value}`, one])).values()].sort((a, b) => a.at - b.at);
}
