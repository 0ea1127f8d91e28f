import type { Request } from '../../src/release/command.ts';
import { carryOut } from '../carry-out.ts';
import { environmentNamed, modelNamed, scopeNamed } from './names.ts';
import { untilOf } from './reader-time.ts';
import { exchangeOf, explain, type OnVerb } from './typing.ts';

/** Asks for a release of a version. */
export const onPromote: OnVerb<'promote'> = (deps, typed, { verb: kind, model, environment, ...said }) => {
  const names = { model: modelNamed(deps, model), environment: environmentNamed(deps, environment) };
  return carryOut(deps, exchangeOf(deps, typed), { kind, ...said, ...names });
};

/** Asks for what is live to be trained once more. */
export const onRetrain: OnVerb<'retrain'> = (deps, typed, { verb: kind, model, environment, reason }) => {
  const names = { model: modelNamed(deps, model), environment: environmentNamed(deps, environment) };
  return carryOut(deps, exchangeOf(deps, typed), { kind, ...names, reason });
};

/** Lets nothing new go live, from now on or until a time in the zone of the person who types. */
export const onPause: OnVerb<'pause'> = async (deps, typed, { verb, scope, until, reason }) => {
  const at = until === null ? null : await untilOf(deps, typed.command.user_id, until);
  if (at !== null && typeof at === 'object') return explain(deps, typed, { verb, problem: at });
  const request: Request = { kind: 'pause', scope: scopeNamed(deps, scope), until: at, reason };
  await carryOut(deps, exchangeOf(deps, typed), request);
};

/** Ends a pause. */
export const onResume: OnVerb<'resume'> = (deps, typed, { scope, reason }) =>
  carryOut(deps, exchangeOf(deps, typed), { kind: 'resume', scope: scopeNamed(deps, scope), reason });
