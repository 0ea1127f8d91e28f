import { z } from 'zod';

/** Run ids are larger than 32 bits, and exact as numbers for as long as GitHub counts like today. */
const Id = z.int().positive().transform(String);

/** What can be followed: anything else is no link. */
const Link = z
  .string()
  .regex(/^https?:\/\/[^\s<>|]+$/)
  .nullable()
  .catch(null);

/** One run of a workflow. */
export const Run = z
  .object({
    id: Id,
    display_title: z.string(),
    status: z.string().nullish(),
    conclusion: z.string().nullish(),
    html_url: Link.optional(),
  })
  .transform(({ id, display_title, status, conclusion, html_url }) => ({
    id,
    title: display_title,
    status: status ?? 'queued',
    conclusion: conclusion ?? null,
    url: html_url ?? null,
  }));
export type Run = z.infer<typeof Run>;

/** One page of a workflow's runs, the newest first. */
export const Runs = z
  .object({ total_count: z.int(), workflow_runs: z.array(Run) })
  .transform(({ total_count, workflow_runs }) => ({ total: total_count, runs: workflow_runs }));

/** The run that a dispatch began; null from servers that do not tell. Whatever the words are, the dispatch was taken. */
export const Dispatched = z
  .object({ workflow_run_id: Id })
  .transform(({ workflow_run_id }) => workflow_run_id)
  .nullable()
  .catch(null);

const Progress = { name: z.string(), status: z.string(), conclusion: z.string().nullish() };

/** A run's jobs with their steps, of its latest attempt. */
export const Jobs = z
  .object({ jobs: z.array(z.object({ ...Progress, steps: z.array(z.object(Progress)).optional() })) })
  .transform(({ jobs }) => jobs);
export type Job = z.infer<typeof Jobs>[number];

const Reviewer = z
  .object({ reviewer: z.object({ login: z.string().optional(), name: z.string().nullish() }) })
  .transform(({ reviewer: { login, name } }) => login ?? name ?? null);

/** What a run waits for before it may go on: environments with a wait, and with who may let it go on. */
export const Pending = z.array(
  z
    .object({
      environment: z.object({ name: z.string() }),
      wait_timer: z.int().nullish(),
      reviewers: z.array(Reviewer).nullish(),
    })
    .transform(({ environment, wait_timer, reviewers }) => ({
      environment: environment.name,
      minutes: wait_timer ?? 0,
      reviewers: (reviewers ?? []).filter((name) => name !== null),
    })),
);
export type Pending = z.infer<typeof Pending>;

/** A commit that was asked for by a name. */
export const Commit = z.object({ sha: z.string() }).transform(({ sha }) => sha);

/** Why GitHub refuses. */
export const Refusal = z.object({ message: z.string() });

/** Anything at all: what is asked only for its status. */
export const Whatever = z.unknown();
