import { z } from 'zod';

/** Whole numbers of 64 bits, as text: those that a double cannot hold arrive as text already. */
const Id = z.union([z.number().int().nonnegative(), z.string().regex(/^\d{1,19}$/)]).transform(String);
const words = z
  .string()
  .nullish()
  .transform((text) => text?.trim() || null);

/** The old form, which every run has had so far. */
const State = z.object({ life_cycle_state: z.string(), result_state: words, state_message: words });
/** The form that Databricks means to keep. */
const Status = z.object({
  state: z.string(),
  termination_details: z.object({ code: words, message: words }).nullish(),
  queue_details: z.object({ message: words }).nullish(),
});

const Parameter = z.object({ name: z.string(), value: z.string().nullish(), default: z.string().nullish() });
const Task = z
  .object({ run_id: Id, task_key: z.string().default('task') })
  .transform(({ run_id, task_key }) => ({ run: run_id, name: task_key }));

const page = z
  .string()
  .nullish()
  .transform((text) => (text && /^https?:\/\//.test(text) ? text : null));

/** One run of a job. */
export const Run = z
  .object({
    run_id: Id,
    job_id: Id,
    start_time: z.coerce.number().default(0),
    run_page_url: page,
    state: State.nullish(),
    status: Status.nullish(),
    job_parameters: z.array(Parameter).nullish(),
    tasks: z.array(Task).nullish(),
  })
  .refine(({ state, status }) => state || status, 'a run without a state')
  .transform(({ run_id, job_id, start_time, run_page_url, state, status, job_parameters, tasks }) => ({
    id: run_id,
    job: job_id,
    startedAt: start_time,
    url: run_page_url,
    life: status?.state ?? state?.life_cycle_state ?? '',
    result: status ? (status.termination_details?.code ?? null) : (state?.result_state ?? null),
    words: status?.termination_details?.message ?? status?.queue_details?.message ?? state?.state_message ?? null,
    parameters: new Map(job_parameters?.map(({ name, value, default: usual }) => [name, value ?? usual ?? ''])),
    tasks: tasks ?? [],
  }));
export type Run = z.infer<typeof Run>;

/** A page of the runs of a job, the newest first. */
export const Runs = z
  .object({ runs: z.array(Run).nullish(), next_page_token: words })
  .transform(({ runs, next_page_token }) => ({ items: runs ?? [], next: next_page_token }));
/** What starting a run answers. */
export const Started = z.object({ run_id: Id }).transform(({ run_id }) => run_id);
/** What a task printed, and what ended it. */
export const Output = z
  .object({ logs: z.string().nullish(), logs_truncated: z.boolean().nullish(), error: words, error_trace: words })
  .transform(({ logs, logs_truncated, error, error_trace }) => ({
    printed: logs ?? '',
    cut: logs_truncated === true,
    error: error_trace ?? error,
  }));
/** Answers that say nothing but "done". */
export const Nothing = z.unknown();
