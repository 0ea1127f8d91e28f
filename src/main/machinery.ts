import { ReleaseError } from '../errors.ts';
import { digestOf } from '../evidence/canonical.ts';
import { ServingOptions, TrainerOptions, ValidatorOptions } from '../policy/workers.ts';
import type { Policies } from '../ports.ts';
import type { Machinery } from '../ports-machinery.ts';
import type { Serving } from '../ports-serving.ts';
import type { Trainer } from '../ports-trainers.ts';
import type { Digest } from '../release/ids.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import type { CommitNamed } from '../trainers/commit-named.ts';
import { type Making, makeCommitNamed, makeServing, makeTrainer, type Secret } from './machinery/making.ts';
import { inPlace, type Place, placeOf } from './machinery/placed.ts';
import type { Scope } from './needs.ts';

type Limits = Scope['environments'];

/** Machinery that outlives policies: what is under way where an older one put it is followed there. */
export interface LastingMachinery extends Machinery {
  /** Another policy is active. */
  follow(policies: Pick<Policies, 'lanes'>, limits: Limits, secret: Secret): void;
}

/** Trainers, validations and servings as lanes name them, each made once for everything that it is made of. */
export function machinery(parts: Omit<Making, 'secret'>): LastingMachinery {
  const trainers = kept<Trainer>();
  const servings = kept<Serving>();
  const commits = kept<CommitNamed | null>();
  const places = new Map<Place, () => Trainer>();
  let now: { readonly limits: Limits; readonly secret: Secret } = { limits: null, secret: unknown };

  const trainerOf = (options: ValidatorOptions, { registry, registeredName }: LanePolicy, secret: Secret) => {
    const where = { registry, registeredName };
    return trainers({ options, where }, () => makeTrainer(options, where, { ...parts, secret }));
  };
  function here(policy: LanePolicy): Making {
    if (now.limits !== null && !now.limits.includes(policy.environment))
      throw new ReleaseError('environment_elsewhere', { lane: policy.lane });
    return { ...parts, secret: now.secret };
  }
  function trainer(policy: LanePolicy, config: LanePolicy['validate']): Trainer | null {
    if (config === null) return null;
    const options = ValidatorOptions.parse(config);
    const made = trainerOf(options, policy, here(policy).secret);
    return inPlace(made, placeOf(options), (place) => places.get(place)?.() ?? null);
  }

  return {
    trainer: (policy) => trainer(policy, policy.trainer),
    validator: (policy) => trainer(policy, policy.validate),
    serving(policy) {
      if (policy.serving === null) return null;
      const options = ServingOptions.parse(policy.serving);
      const making = here(policy);
      return servings(options, () => makeServing(options, making));
    },
    async commit(policy, words, call) {
      if (policy.trainer === null) return null;
      const options = TrainerOptions.parse(policy.trainer);
      const making = here(policy);
      return commits(options, () => makeCommitNamed(options, making))?.(words, call) ?? null;
    },
    follow(policies, limits, secret) {
      now = { limits, secret };
      const own = policies.lanes().filter(({ environment }) => limits?.includes(environment) ?? true);
      for (const lane of own)
        for (const config of [lane.trainer, lane.validate].filter((one) => one !== null)) {
          const options = ValidatorOptions.parse(config);
          places.set(placeOf(options), () => trainerOf(options, lane, secret));
        }
    },
  };
}

/** What was made of the same before is taken again: it remembers what it has under way. */
function kept<T>(): (from: object, make: () => T) => T {
  const all = new Map<Digest, { readonly made: T }>();
  return (from, make) => {
    const key = digestOf(from);
    const known = all.get(key) ?? { made: make() };
    all.set(key, known);
    return known.made;
  };
}

function unknown(reference: string): never {
  throw new ReleaseError('config_invalid', { missing: reference });
}
