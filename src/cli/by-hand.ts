import { readJudgingToolConfig } from '../config.ts';
import { jsonLog } from '../log.ts';
import { connectRegistries } from '../main/registries.ts';
import { lanePolicy } from '../policy/lane-policy.ts';
import type { Policy } from '../policy/parse.ts';
import type { Registry } from '../ports.ts';
import { sharedCache } from '../registries/manifest-cache.ts';
import { registryOf } from '../release-service/registry-of.ts';
import { handLines } from './by-hand-lines.ts';
import { type Hand, type Here, planOf } from './by-hand-plan.ts';
import { aboutOne, keptHere } from './desk-parts.ts';
import { notUsable, policyOnDisk } from './policy-file.ts';
import { type ExitCode, print, usageError } from './verb.ts';
import { clean } from './words.ts';

/** Says that nothing was written down, and prints what to do by hand. It ends with 2: nothing was done yet. */
export async function byHandWithoutRedis(hand: Hand): Promise<ExitCode> {
  process.stderr.write(
    'Redis does not answer: nothing was written down, and nothing moves by itself. This does it by hand.\n\n',
  );
  await printedByHand(hand);
  return 2;
}

/** Prints the calls to the registry that a release would make, from the policy's file and the registry alone. */
export async function printedByHand(hand: Hand): Promise<ExitCode> {
  const config = readJudgingToolConfig();
  if (config.kind === 'problems') return usageError(config.problems.join('\n'));
  const { SIGNALBOX_POLICY: file } = config.value;
  if (file === undefined)
    return usageError('Without Redis this needs the policy file: set SIGNALBOX_POLICY to its path.');
  const disk = await policyOnDisk(file);
  if (disk.kind !== 'read') return notUsable(disk);
  const { policy } = disk.policy;
  const model = Object.keys(policy.models).find((one) => one.toLowerCase() === hand.model.toLowerCase());
  if (model === undefined)
    return usageError(`The policy knows no ${clean(hand.model)}. Known: ${Object.keys(policy.models).join(', ')}.`);
  const plan = await planOf(hereOf(policy, model), hand);
  if (plan.kind === 'impossible') return usageError(plan.words);
  print(...plan.words.map((line) => `# ${line}`), ...handLines(plan.plan), ...afterwards.map((line) => `# ${line}`));
  return 0;
}

const afterwards = [
  'When Redis is back, Signalbox finds this move, says it in the channel, and pauses promotions there:',
  'what is live counts as not reviewed until somebody presses Adopt… on that message, or puts back what was live before.',
];

function hereOf(policy: Policy, model: string): Here {
  const log = jsonLog({ level: 'silent' });
  const connected = connectRegistries({
    policy: aboutOne(policy, model),
    hookSecrets: [],
    cache: sharedCache(keptHere()),
    log,
  });
  const registries = new Map([...connected].map(([name, { registry }]): [string, Registry] => [name, registry]));
  const path = policy.models[model]?.path ?? [];
  return {
    lanes: path.map((environment) => lanePolicy(policy, 0, model, environment)),
    entries: policy.registries,
    registry: (name) => registryOf(registries, name),
    clock: Date.now,
  };
}
