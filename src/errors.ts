/**
 * Everything that can keep Signalbox from finding something out or from going on: whether trying again can help, and what a
 * person in Slack reads. A refusal is not here: that is a return value with its reason.
 */
export const errors = {
  registry_unreachable: { retry: true, reply: 'The model registry does not answer. Signalbox keeps trying.' },
  registry_rate_limited: {
    retry: true,
    reply: 'The model registry asks for fewer requests. Signalbox waits and goes on.',
  },
  registry_refused: { retry: false, reply: 'The model registry refused the request. Its own words are in the log.' },
  registry_auth: {
    retry: false,
    reply: 'The model registry does not accept our credentials. A platform owner has to renew them.',
  },
  registry_host_header: {
    retry: false,
    reply:
      'The MLflow server refuses the host name we call it by. Start it with --allowed-hosts holding that name and port.',
  },
  registry_answer_malformed: {
    retry: false,
    reply: 'The model registry answered in a form that Signalbox does not know.',
  },
  champion_missing: {
    retry: true,
    reply: 'The registry names a version as champion that it does not have. Point champion at one that is there.',
  },
  git_host_unreachable: { retry: true, reply: 'The git host does not answer. Signalbox keeps trying.' },
  git_host_rate_limited: { retry: true, reply: 'The git host asks for fewer requests. Signalbox waits and goes on.' },
  git_host_refused: { retry: false, reply: 'The git host refused the request. Its own words are in the log.' },
  git_host_auth: {
    retry: false,
    reply:
      'The git host does not accept our token, or the token may not read checks. A platform owner has to renew it.',
  },
  git_host_answer_malformed: {
    retry: false,
    reply: 'The git host answered in a form that Signalbox does not know.',
  },
  check_unreachable: { retry: true, reply: 'A check of your team does not answer. Signalbox keeps trying.' },
  check_refused: {
    retry: false,
    reply: 'A check of your team refused the request. What it answered is in the log.',
  },
  check_answer_malformed: {
    retry: false,
    reply: 'A check of your team answered in a form that Signalbox does not know. What is wrong is in the log.',
  },
  check_address_refused: {
    retry: false,
    reply: 'A check of your team lies at an address that may not be asked. Its gate may say `private: allow`.',
  },
  trainer_unreachable: { retry: true, reply: 'What trains the model does not answer. Signalbox keeps trying.' },
  trainer_rate_limited: {
    retry: true,
    reply: 'What trains the model asks for fewer requests. Signalbox waits and goes on.',
  },
  trainer_auth: {
    retry: false,
    reply: 'What trains the model does not accept our credentials. A platform owner has to renew them.',
  },
  trainer_answer_malformed: {
    retry: false,
    reply: 'What trains the model answered in a form that Signalbox does not know.',
  },
  training_refused: {
    retry: false,
    reply: 'The training was refused. The words it was refused with are in the log.',
  },
  training_outcome_unknown: {
    retry: true,
    reply: 'It is not known whether the training started. Signalbox looks it up before it starts one again.',
  },
  training_may_show: {
    retry: true,
    reply: 'An earlier start may have begun a training. Signalbox looks for it a little longer before it goes on.',
  },
  trainer_replaced: {
    retry: true,
    reply:
      'The policy names another place to train than where this was started. Put that place back until it has ended, or stop the release.',
  },
  environment_elsewhere: {
    retry: true,
    reply:
      'This process has no login for that environment. One that has goes on with what was asked for; questions need a `read` login.',
  },
  serving_unreachable: { retry: true, reply: 'What serves the model does not answer. Signalbox keeps trying.' },
  serving_auth: {
    retry: false,
    reply: 'What serves the model does not accept our signature or credentials. A platform owner has to renew them.',
  },
  serving_refused: {
    retry: false,
    reply: 'What serves the model refused the request. Its own words are in the log.',
  },
  serving_answer_malformed: {
    retry: false,
    reply: 'What serves the model answered in a form that Signalbox does not know. What is wrong is in the log.',
  },
  series_unreachable: { retry: true, reply: 'Prometheus does not answer. Signalbox asks again at the next check.' },
  series_auth: {
    retry: false,
    reply: 'Prometheus does not accept our credentials. A platform owner has to renew them.',
  },
  series_refused: {
    retry: false,
    reply: 'Prometheus refused the query of a check. Its own words are in the log; correct the query in the policy.',
  },
  series_answer_malformed: {
    retry: false,
    reply: 'Prometheus answered in a form that Signalbox does not know. What is wrong is in the log.',
  },
  series_ambiguous: {
    retry: false,
    reply: 'The query of a check gives several series. Let it give one, for example with sum().',
  },
  series_incomplete: {
    retry: true,
    reply: 'Prometheus warns that its answer may not be all of it. Signalbox does not judge by it and asks again.',
  },
  store_unavailable: {
    retry: true,
    reply: 'Signalbox cannot reach its database just now. Nothing was done; please try again.',
  },
  store_outcome_unknown: {
    retry: true,
    reply: 'Signalbox lost its database while writing. It looks up what was written before it goes on.',
  },
  store_corrupt: {
    retry: false,
    reply: 'The audit log does not hold together. A platform owner runs `signalbox audit verify`.',
  },
  slack_unreachable: { retry: true, reply: 'Slack does not answer. Signalbox keeps trying.' },
  slack_rate_limited: { retry: true, reply: 'Slack asks for fewer requests. Signalbox waits and goes on.' },
  slack_refused: { retry: false, reply: 'Slack refused the request. A platform owner finds its reason in the log.' },
  config_invalid: {
    retry: false,
    reply: 'Signalbox is not set up correctly. A platform owner finds every problem in its log.',
  },
  policy_invalid: {
    retry: false,
    reply: 'The policy file has errors. `signalbox policy check` names each with its line.',
  },
  lane_not_in_policy: {
    retry: true,
    reply: 'The active policy no longer names this model, environment or registry. A platform owner puts it back.',
  },
  log_newer_than_code: {
    retry: false,
    reply: 'This release was written by a newer Signalbox than the one running here. Update this one to go on.',
  },
  stop_requested: { retry: true, reply: 'Somebody stopped this release; what was done is taken back.' },
  lease_lost: { retry: true, reply: 'Another worker has taken this step over.' },
  deadline_passed: { retry: true, reply: 'The answer took too long. Signalbox keeps trying.' },
  bytes_differ: {
    retry: false,
    reply:
      'The files that arrived are not the files that were approved. Nothing was changed; ask for the release again.',
  },
} as const satisfies Readonly<Record<string, { readonly retry: boolean; readonly reply: string }>>;

/** The stable name of one thing that can go wrong. */
export type ErrorCode = keyof typeof errors;

/** What is known about one failure, for the log; `retryAfterMs` says when the other side wants to be asked again. */
export type ErrorDetails = Readonly<Record<string, unknown>> & { readonly retryAfterMs?: number };

/** Could not find out, or cannot go on: thrown where it happens, caught only at the edges. */
export class ReleaseError extends Error {
  override readonly name = 'ReleaseError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails = {}, options: { readonly cause?: unknown } = {}) {
    super(`${code}: ${errors[code].reply}`, options);
    this.code = code;
    this.details = details;
  }

  /** Whether the same call may succeed later without anybody doing anything. */
  get retry(): boolean {
    return errors[this.code].retry;
  }

  /** What a person in Slack reads. */
  get reply(): string {
    return errors[this.code].reply;
  }
}
