import type { Action } from '../blocks/action.ts';
import { reasonInput } from '../blocks/actions.ts';
import { notUnderstood } from '../blocks/replies.ts';
import type { Request } from '../src/release/command.ts';
import { carryOut } from './carry-out.ts';
import { reasonLimit } from './commands/misunderstood.ts';
import { originOfSubmission } from './deliveries.ts';
import type { HandlerDeps } from './deps.ts';
import { respond } from './respond.ts';
import type { Submission } from './slack-wire.ts';
import { refusalFor } from './standing-check.ts';

/** What is wrong with what was filled in, and under which block it is said; words alone stand under the reason. */
export type Wrong = string | { readonly block: string; readonly words: string };

/** A submission with its acknowledgement: closed, or kept open with what is wrong. */
export interface Form {
  readonly submission: Submission;
  ack(wrong?: Wrong): Promise<void>;
}

/** What a modal was filled in with. */
export interface Filled {
  readonly reason: string | null;
  /** Ticked boxes, and the one thing chosen from a list, by block. */
  readonly ticked: ReadonlyMap<string, readonly string[]>;
}

/** A row of the table: the modal's callback id, and what runs for it. */
export interface FormRow {
  readonly id: string;
  run(deps: HandlerDeps, form: Form): Promise<void>;
}

/** What a submitted modal asks for, or what is wrong with it. */
export type Asked<T> = (deps: HandlerDeps, value: T, filled: Filled) => Promise<Request | Wrong> | Request | Wrong;

/** Joins a modal with what it asks for. `needed` is said where the reason is empty; null where it may be. */
export function submitted<T>(action: Action<T>, needed: string | null, asked: Asked<T>): FormRow {
  return {
    id: action.id,
    async run(deps, form) {
      const { view, user } = form.submission;
      const reason = reasonOf(form.submission);
      const value = action.decode(view.private_metadata);
      const wrong = refusalFor(deps, user) ?? problemWith(reason, needed);
      if (wrong !== null || value === null) return form.ack(wrong ?? notUnderstood);
      const request = await asked(deps, value, { reason, ticked: tickedIn(form.submission) });
      if (typeof request === 'string' || 'block' in request) return form.ack(request);
      await carryOut(deps, exchangeOf(deps, form), request);
    },
  };
}

function exchangeOf(deps: HandlerDeps, { submission, ack }: Form) {
  return {
    origin: originOfSubmission(submission),
    ack: () => ack(),
    refuse: (words: string) => ack(words),
    say: (message: Parameters<typeof respond>[2], channel: string | null) =>
      respond(deps, { url: undefined, person: submission.user.id, channel }, message),
  };
}

function reasonOf({ view }: Submission): string | null {
  const typed = view.state.values[reasonInput.block]?.[reasonInput.action]?.value?.trim() ?? '';
  return typed === '' ? null : typed;
}

function tickedIn({ view }: Submission): Filled['ticked'] {
  const blocks = Object.entries(view.state.values).map(([block, inputs]) => {
    const chosen = Object.values(inputs).flatMap(chosenIn);
    return [block, chosen.map(({ value }) => value)] as const;
  });
  return new Map(blocks.filter(([, chosen]) => chosen.length > 0));
}

function chosenIn(input: Submission['view']['state']['values'][string][string]) {
  return input.selected_option ? [input.selected_option] : (input.selected_options ?? []);
}

function problemWith(reason: string | null, needed: string | null): string | null {
  if (reason === null) return needed;
  const length = [...reason].length;
  return length > reasonLimit ? `That is ${length} characters; ${reasonLimit} fit.` : null;
}
