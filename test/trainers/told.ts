import { parse, stringify } from 'yaml';
import { z } from 'zod';
import type { LanePolicy } from '../../src/release/lane-policy.ts';
import { policiesOf } from '../fakes/policies.ts';

const Fragment = z.object({ environments: z.record(z.string(), z.object({ registry: z.string() })) });

/** What the policy in a manual makes of the model `churn` in an environment: the first block below `## What Signalbox is told`. */
export function toldIn(manual: string, environment: string): LanePolicy {
  const part = manual.split('## What Signalbox is told')[1]?.split('\n## ')[0] ?? '';
  const fragment: unknown = parse(/```yaml\n([\s\S]+?)```/.exec(part)?.[1] ?? '');
  const { environments } = Fragment.parse(fragment);
  const registries = Object.fromEntries(
    Object.values(environments).map(({ registry }) => [
      registry,
      { kind: 'mlflow', url: `https://${registry}.example` },
    ]),
  );
  const lane = policiesOf(stringify(Object.assign({ admin: 'C0ADMIN', registries }, fragment))).lane(
    'churn',
    environment,
  );
  if (lane === null) throw new Error(`the manual tells nothing of ${environment}`);
  return lane;
}
