import { breakGlassPreview } from '../../blocks/break-glass-preview.ts';
import { checkMessage } from '../../blocks/check-report.ts';
import { helpMessage } from '../../blocks/help.ts';
import { historyMessage, liveThenMessage } from '../../blocks/history.ts';
import { nobody } from '../../blocks/leaves.ts';
import { pendingMessage } from '../../blocks/pending.ts';
import { policyMessage } from '../../blocks/policy-words.ts';
import { rollbackPreview } from '../../blocks/rollback-preview.ts';
import { statusMessage } from '../../blocks/status.ts';
import { traceMessage } from '../../blocks/trace.ts';
import { versionMessage } from '../../blocks/version.ts';
import type { VersionAsked } from '../../src/ports-releases.ts';
import type { VersionRef } from '../../src/release/command.ts';
import { carryOut } from '../carry-out.ts';
import type { HandlerDeps } from '../deps.ts';
import { usages } from './misunderstood.ts';
import { environmentNamed, modelNamed } from './names.ts';
import { momentOf } from './reader-time.ts';
import { answerQuestion, exchangeOf, explain, type OnVerb } from './typing.ts';

/** What is live, open and paused. */
export const onStatus: OnVerb<'status'> = (deps, typed, { model }) =>
  answerQuestion(
    deps,
    typed,
    () => deps.releases.status(model === null ? null : modelNamed(deps, model)),
    (rows, people) => statusMessage(rows, deps.command, people),
  );

/** Releases of a model; with a date, what was live then. */
export const onHistory: OnVerb<'history'> = async (deps, typed, { verb, model: asked, environment: where, on }) => {
  const [model, environment] = [modelNamed(deps, asked), environmentNamed(deps, where)];
  if (on === null) {
    return answerQuestion(
      deps,
      typed,
      () => deps.releases.history(model, environment),
      (releases, people) => historyMessage(model, environment, releases, people),
    );
  }
  const at = await momentOf(deps, typed.command.user_id, on);
  if (typeof at === 'object') return explain(deps, typed, { verb, problem: at });
  await answerQuestion(
    deps,
    typed,
    () => deps.releases.liveOn(model, environment, at),
    (found, people) => liveThenMessage({ model, environment: found.environment, at }, found.was, people),
  );
};

/** One version on one page. */
export const onShow: OnVerb<'show'> = (deps, typed, { model, version }) =>
  answerQuestion(deps, typed, () => deps.releases.show(modelNamed(deps, model), version), versionMessage);

/** Where what is live, a version or a commit came from. */
export const onTrace: OnVerb<'trace'> = (deps, typed, { model, environment, version, at }) => {
  const names = { model: modelNamed(deps, model), environment: environmentNamed(deps, environment) };
  return answerQuestion(deps, typed, () => deps.releases.trace({ ...names, version, at }), traceMessage);
};

/** What waits for the person who types, then the rest. */
export const onPending: OnVerb<'pending'> = (deps, typed) =>
  answerQuestion(
    deps,
    typed,
    async () => ({ kind: 'found', found: await deps.releases.pending(typed.command.user_id) }),
    pendingMessage,
  );

/** What can be typed. */
export const onHelp: OnVerb<'help'> = (deps, typed, { topic }) =>
  typed.ack(helpMessage(deps.command, usages(), topic, nobody));

/** Shows privately what a rollback would do; only its button asks for it. A rehearsal moves nothing, so it is carried out at once. */
export const onRollback: OnVerb<'rollback'> = (deps, typed, { reason, version, rehearse, retrain, ...said }) => {
  const [model, environment] = [modelNamed(deps, said.model), environmentNamed(deps, said.environment)];
  if (rehearse) return carryOut(deps, exchangeOf(deps, typed), { kind: 'rehearse', model, version, environment });
  return answerQuestion(
    deps,
    typed,
    () => deps.releases.previewRollback(model, environment, version),
    (preview, people) => rollbackPreview(preview, reason, people, retrain ? 'retrain' : 'alias'),
  );
};

/** What would happen if the person who types asked for this version now. */
export const onCheck: OnVerb<'check'> = (deps, typed, { model, version, environment }) =>
  answerQuestion(
    deps,
    typed,
    () => deps.releases.check(named(deps, model, version, environment), typed.command.user_id),
    checkMessage,
  );

/** What the policy asks for. */
export const onPolicy: OnVerb<'policy'> = (deps, typed, { model, environment }) =>
  answerQuestion(
    deps,
    typed,
    () => deps.releases.policy(modelNamed(deps, model), environmentNamed(deps, environment)),
    policyMessage,
  );

/** Shows privately what breaking the glass would skip; only its button asks for it. */
export const onBreakGlass: OnVerb<'break-glass'> = (deps, typed, { model, version, environment, reason }) =>
  answerQuestion(
    deps,
    typed,
    () => deps.releases.previewBreakGlass(named(deps, model, version, environment), typed.command.user_id, reason),
    (preview, people) => breakGlassPreview(preview, reason, people),
  );

function named(deps: HandlerDeps, model: string, version: VersionRef | null, environment: string | null): VersionAsked {
  return { model: modelNamed(deps, model), version, environment: environmentNamed(deps, environment) };
}
