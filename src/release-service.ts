import type { Releases, Reply } from './ports-releases.ts';
import type { Delivery, Request } from './release/command.ts';
import type { Entry } from './release/event.ts';
import { ReleaseId } from './release/ids.ts';
import type { LanePolicy } from './release/lane-policy.ts';
import type { Refusal } from './release/outcome.ts';
import { releaseStream } from './release/stream.ts';
import { adopt } from './release-service/adopt.ts';
import { answerOf } from './release-service/answers.ts';
import type { Deps } from './release-service/deps.ts';
import { logFor } from './release-service/log-for.ts';
import { onIncident } from './release-service/on-incident.ts';
import { onRelease } from './release-service/on-release.ts';
import { breakGlass, promote, rollBack } from './release-service/open.ts';
import { depsFor } from './release-service/proven.ts';
import { questions } from './release-service/questions.ts';
import { aliasMoved, versionRegistered } from './release-service/registry-news.ts';
import { rehearse } from './release-service/rehearse.ts';
import { retrain } from './release-service/retrain.ts';
import { pause, resume } from './release-service/scopes.ts';
import { takeSignals } from './release-service/signals.ts';
import { trainingTold } from './release-service/training-told.ts';
import { trustBaseline } from './release-service/trust-baseline.ts';
import type { Written } from './release-service/write.ts';

type RequestOf<K extends Request['kind']> = { readonly [P in K]: Extract<Request, { kind: P }> & { kind: P } }[K];
type Handlers = {
  readonly [K in Request['kind']]: (
    deps: Deps,
    delivery: Delivery,
    request: Extract<Request, { kind: K }>,
  ) => Promise<Written>;
};

/** What each request is handled by: all that can change anything, on one screen. */
const handlers: Handlers = {
  promote,
  'roll-back': rollBack,
  'break-glass': breakGlass,
  rehearse,
  adopt,
  'trust-baseline': trustBaseline,
  approve: onRelease,
  'take-back': onRelease,
  'accept-verdicts': onRelease,
  'close-follow-up': onRelease,
  reject: onRelease,
  withdraw: onRelease,
  'check-again': onRelease,
  stop: onRelease,
  retry: onRelease,
  'put-back': onRelease,
  abandon: onRelease,
  signals: takeSignals,
  acknowledge: onIncident,
  snooze: onIncident,
  dismiss: onIncident,
  'cancel-return': onIncident,
  retrain,
  pause,
  resume,
  'version-registered': versionRegistered,
  'alias-moved': aliasMoved,
  'training-told': trainingTold,
};

/** The one door: what people and registries ask for goes in, what came of it comes out. */
export function releaseService(deps: Deps): Releases {
  return {
    ...questions(deps),
    async handle(delivery) {
      const written = await dispatch(depsFor(deps, delivery), delivery, delivery.request);
      const reply = await replyTo(deps, delivery, written);
      logFor(deps.log, laneOf(deps, reply)).info(
        {
          command: delivery.id,
          by: delivery.by,
          request: delivery.request.kind,
          release: reply.release?.id,
          outcome: outcomeOf(reply),
        },
        'request handled',
      );
      return reply;
    },
  };
}

function laneOf({ policies }: Deps, { release }: Reply): LanePolicy | null {
  return release === null ? null : policies.lane(release.model, release.environment);
}

function dispatch<K extends Request['kind']>(deps: Deps, delivery: Delivery, request: RequestOf<K>): Promise<Written> {
  return handlers[request.kind](deps, delivery, request);
}

async function replyTo(deps: Deps, delivery: Delivery, written: Written): Promise<Reply> {
  const id = releaseOf(delivery, written);
  const [release, posts] =
    id === null ? [null, null] : await Promise.all([deps.store.release(id), deps.posts.of(releaseStream(id))]);
  const post = posts?.get('card');
  const card = post === undefined ? null : { channel: post.channel, ts: post.ts };
  if (written.kind === 'refused') return { outcome: { kind: 'refusal', refusal: written.refusal }, release, card };
  const answer = written.kind === 'written' ? written.answer : answerOf(written.entries, release);
  return { outcome: { kind: 'answer', answer }, release, card };
}

/** The release that a reply is about: what was answered, what was written, or what was asked about. */
function releaseOf({ request }: Delivery, written: Written): ReleaseId | null {
  if (written.kind === 'written' && 'release' in written.answer) return written.answer.release;
  if (written.kind === 'before') return firstRelease(written.entries);
  return 'release' in request ? request.release : null;
}

function firstRelease(entries: readonly Entry[]): ReleaseId | null {
  return entries.map((entry) => ReleaseId.safeParse(entry.stream)).find((parsed) => parsed.success)?.data ?? null;
}

function outcomeOf({ outcome }: Reply): Refusal['kind'] | string {
  return outcome.kind === 'answer' ? outcome.answer.kind : outcome.refusal.kind;
}
