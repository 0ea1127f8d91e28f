import type { LaneKey } from '../release/ids.ts';
import { checkOf, ownSource } from '../release/incident/own-live.ts';
import type { Signal } from '../release/incident/signal.ts';
import type { IncidentState } from '../release/incident/state.ts';
import type { LanePolicy } from '../release/lane-policy.ts';
import { commandFor } from '../release-service/ids.ts';
import { incidentFacts } from '../release-service/incidents.ts';
import { type TellingDeps, tellOurselves } from './own-telling.ts';

const bucketMs = 60_000;

/** What a check found that the policy no longer has is over: nobody would ever say so. */
export async function endGoneChecks(deps: TellingDeps): Promise<void> {
  const states = await deps.store.lanes();
  for (const policy of deps.policies.lanes())
    if (states.get(policy.lane)?.incidents.some(({ phase }) => phase === 'open')) await endIn(deps, policy);
}

async function endIn(deps: TellingDeps, policy: LanePolicy): Promise<void> {
  const { facts } = await incidentFacts(deps, policy);
  for (const signal of [...facts.incidents.values()].flatMap((state) => goneIn(state, policy, facts.now)))
    await tellOurselves(deps, policy, idOf(signal, policy.lane), signal);
}

function idOf({ key, kind, at }: Signal, lane: LaneKey) {
  return commandFor(`gone:${key}:${kind}`, `${lane}:${Math.floor(at / bucketMs)}`);
}

function goneIn(state: IncidentState, policy: LanePolicy, now: number): readonly Signal[] {
  const firing = state.symptoms.filter(({ source, resolvedAt }) => source === ownSource && resolvedAt === null);
  const gone = firing.filter((symptom) => checkOf(policy, symptom)?.of !== state.of);
  return gone.map(({ key, title, severity, reading, window, version }) => ({
    key,
    state: 'resolved',
    title,
    words: 'The policy has no such check any more.',
    labels: {},
    kind: state.of,
    severity,
    model: policy.model,
    environment: policy.environment,
    version,
    alias: null,
    reading,
    features: [],
    window,
    startedAt: now,
    at: now,
    url: null,
  }));
}
