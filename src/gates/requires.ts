import { z } from 'zod';
import type { VersionFacts } from '../release/evidence.ts';
import type { CheckAnswer } from '../release/gate-facts.ts';
import { address, asking, httpNeed, plainHttpWords, staysSafe } from './asked-fields.ts';
import { fields, span } from './fields.ts';
import type { Answer, Gate, GateFacts, Need } from './gate.ts';
import { quoted } from './quoted.ts';
import { spanOf } from './span.ts';

const words =
  'not what is required. Write `{ model: embedder }`, `{ pipeline: "https://…" }` or `{ table: "https://…" }`.';
const modelWords = 'not a model. Write the name of another model of this policy, for example `embedder`.';
const isWords = 'not what has to be deployed. Write `commit`, or the name of a tag or param of the version.';

/**
 * `{ requires: { model: embedder } }`, `{ requires: { pipeline: "https://…" }, is: commit }` or
 * `{ requires: { table: "https://…" }, not-older-than: 1d }`: what has to be in the target environment before the version is.
 */
export const Requires = z
  .strictObject({
    requires: fields(
      {
        model: z.string(modelWords).min(1, modelWords).optional(),
        pipeline: address.optional(),
        table: address.optional(),
      },
      words,
    ).refine((what) => Object.values(what).filter((one) => one !== undefined).length === 1, words),
    is: z.string(isWords).min(1, isWords).optional(),
    'not-older-than': span.optional(),
    ...asking,
  })
  .refine(({ requires, is }) => is === undefined || requires.pipeline !== undefined, {
    path: ['is'],
    message: 'only for a pipeline: what has to be deployed there. Leave it out.',
  })
  .refine(({ requires, 'not-older-than': age }) => age === undefined || requires.table !== undefined, {
    path: ['not-older-than'],
    message: 'only for a table: how old it may be. Leave it out.',
  })
  .refine(({ requires: { pipeline, table }, private: inside }) => {
    const url = pipeline ?? table;
    return url === undefined || staysSafe(url, inside);
  }, plainHttpWords);
export type Requires = z.output<typeof Requires>;

/** Passes when what the version needs is in the environment that it goes to. */
export function requires(config: Requires): Gate {
  const { model, pipeline, table } = config.requires;
  if (model !== undefined) return live(model);
  const url = pipeline ?? table ?? '';
  const title = config.name ?? shortened(url);
  const need = httpNeed(url, config);
  const check = pipeline === undefined ? tableGate(config, title) : pipelineGate(config, title);
  return {
    kind: 'requires',
    label: `requires ${pipeline === undefined ? 'table' : 'pipeline'} ${title}`,
    about: null,
    needs: [need],
    check: (facts) => check(facts.outside.answers.get(need.key), facts),
  };
}

type Judge = (answer: CheckAnswer | undefined, facts: GateFacts) => Answer;

function live(model: string): Gate {
  const need: Need = { kind: 'live-model', model };
  return {
    kind: 'requires',
    label: `requires ${model} live`,
    about: null,
    needs: [need],
    check({ outside: { models } }) {
      const name = quoted(model);
      const there = models?.get(model);
      if (there === undefined || there.kind === 'no-lane')
        return {
          status: 'cannot-tell',
          reason: `By this policy ${name} goes to no such environment.`,
          cure: `Put this environment on the path of ${name}, or leave it out of the gates.`,
        };
      const { environment } = there;
      if (there.kind === 'live')
        return { status: 'pass', reason: `${name} v${there.version} is live in ${environment}.`, cure: null };
      return {
        status: 'fail',
        reason: `Nothing of ${name} is live in ${environment}.`,
        cure: `Release ${name} to ${environment} first, then check again.`,
      };
    },
  };
}

function pipelineGate({ is = 'commit' }: Requires, title: string): Judge {
  return (answer, { candidate }) => {
    const deployed = answer?.told?.deployed;
    if (deployed === undefined) return asSaid(answer, title);
    const wanted = wantedOf(candidate, is);
    if (wanted === null) return notWritten(is);
    if (!isSame(deployed, wanted, is)) return differs(title, quoted(short(deployed)), quoted(short(wanted)));
    return { status: 'pass', reason: `${title} has ${quoted(short(deployed))} deployed.`, cure: null };
  };
}

function wantedOf({ run, tags, params }: VersionFacts, is: string): string | null {
  if (is === 'commit') return run?.commit ?? null;
  return tags[is] ?? run?.tags[is] ?? params[is] ?? null;
}

/** Of a commit, either may be an abbreviation of the other. */
function isSame(a: string, b: string, is: string): boolean {
  if (is !== 'commit') return a === b;
  const [one, other] = [a.toLowerCase(), b.toLowerCase()];
  return Math.min(one.length, other.length) >= 7 && (one.startsWith(other) || other.startsWith(one));
}

function notWritten(is: string): Answer {
  if (is === 'commit')
    return {
      status: 'missing',
      reason: 'The run names no commit.',
      cure: 'Train from a git checkout, and register anew.',
    };
  const name = quoted(is);
  return { status: 'missing', reason: `The version has neither tag nor param ${name}.`, cure: `Set the tag ${name}.` };
}

function differs(title: string, deployed: string, wanted: string): Answer {
  return {
    status: 'fail',
    reason: `${title} has ${deployed} deployed, and this version needs ${wanted}.`,
    cure: `Deploy ${wanted} there first, then check again.`,
  };
}

function tableGate({ 'not-older-than': age }: Requires, title: string): Judge {
  return (answer, { now }) => {
    const told = answer?.told;
    if (told?.exists === undefined) return asSaid(answer, title);
    if (!told.exists)
      return { status: 'fail', reason: `The table ${title} does not exist.`, cure: 'Create it, then check again.' };
    if (age === undefined) return { status: 'pass', reason: `The table ${title} exists.`, cure: null };
    const most = spanOf(age);
    if (told.updatedAt === undefined)
      return {
        status: 'missing',
        reason: `Nobody says when the table ${title} was updated.`,
        cure: 'Answer with `updated`, the time of its last update.',
      };
    const old = Math.max(0, now - told.updatedAt);
    const reason = `The table ${title} was updated ${most.say(old)} ago, at most ${most.text} is allowed.`;
    return old <= most.ms
      ? { status: 'pass', reason, cure: null }
      : { status: 'fail', reason, cure: 'Update it, then check again.' };
  };
}

/** Whoever was asked may judge for themselves. */
function asSaid(answer: CheckAnswer | undefined, title: string): Answer {
  if (answer === undefined) return { status: 'cannot-tell', reason: `${title} was not asked.`, cure: 'Check again.' };
  const cure = answer.status === 'pass' ? null : `Ask those who answer for ${title}.`;
  return { status: answer.status, reason: answer.reason, cure };
}

function short(text: string): string {
  return /^[0-9a-f]{40,64}$/i.test(text) ? text.slice(0, 7) : text;
}

function shortened(url: string): string {
  const { hostname, pathname } = new URL(url);
  return `${hostname}${pathname === '/' ? '' : pathname}`.slice(0, 60);
}
