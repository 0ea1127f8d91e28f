import type { Releases } from '../ports-releases.ts';
import { check } from './check.ts';
import type { Deps } from './deps.ts';
import { liveOn } from './live-on.ts';
import { pending } from './pending.ts';
import { policyShown } from './policy-shown.ts';
import { previewBreakGlass } from './preview-break-glass.ts';
import { previewRollback } from './preview-rollback.ts';
import { found, lastLiveLane } from './resolve.ts';
import { show } from './show.ts';
import { status } from './status.ts';
import { trace } from './trace.ts';

const historyShown = 50;

/** What can be asked. Nothing here changes anything. */
export function questions(deps: Deps): Omit<Releases, 'handle'> {
  const { store, policies } = deps;
  return {
    status: (model) => status(deps, model),
    async history(model, environment) {
      const lane = await lastLiveLane(deps, { model, environment });
      if (lane.kind === 'refused') return lane;
      const ids = await store.history(lane.found.lane, historyShown);
      const states = await store.releases(ids);
      return found(ids.flatMap((id) => states.get(id) ?? []));
    },
    liveOn: (model, environment, at) => liveOn(deps, model, environment, at),
    show: (model, version) => show(deps, model, version),
    trace: (asked) => trace(deps, asked),
    pending: (person) => pending(deps, person),
    check: (asked, person, run) => check(deps, asked, person, run ?? null),
    previewBreakGlass: (asked, person, reason) => previewBreakGlass(deps, asked, person, reason),
    policy: (model, environment) => policyShown(deps, model, environment),
    previewRollback: (model, environment, version) => previewRollback(deps, { model, environment }, version),
    release: (id) => store.release(id),
    evidence: (digest) => store.evidence(digest),
    models: () => policies.models(),
  };
}
