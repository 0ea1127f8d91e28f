import type * as act from '../../blocks/actions.ts';
import type { Request } from '../../src/release/command.ts';
import type { Version } from '../../src/release/ids.ts';
import type { ReleaseState } from '../../src/release/state.ts';

type Promotion = Extract<Request, { kind: 'promote' }>;

/** A commit or a version used again is asked for in its own words, so that it is resolved as it was. */
export function promotionAsked({ version, at, reuse, ...asked }: act.PromotionAsked): Promotion {
  const other = { ...(at === undefined ? {} : { at }), ...(reuse === undefined ? {} : { reuse }) };
  const named = at === undefined && reuse === undefined ? ({ kind: 'number', version } as const) : null;
  return { kind: 'promote', ...asked, version: named, ...other };
}

/** What was used again here has its number here, and its reason is part of the request. */
export function sameAgain({ model, environment, source, training, opened }: ReleaseState): Promotion {
  const same = promotion(model, environment, source.version);
  return training === 'reuse' ? { ...same, version: null, reuse: source.version, reason: opened.reason } : same;
}

/** This version, in this environment. */
export function promotion(model: string, environment: string, version: Version): Promotion {
  return { kind: 'promote', model, environment, version: { kind: 'number', version }, reason: null };
}
