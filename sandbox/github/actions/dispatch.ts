import { z } from 'zod';
import type { Asked } from '../asked.ts';
import { pageAddress } from '../asked.ts';
import { type Answer, refusal } from '../strictness.ts';
import { begin } from './runs.ts';
import type { Workflow } from './world.ts';

const Body = z.strictObject({
  ref: z.string().min(1),
  inputs: z.record(z.string(), z.string()).default({}),
  return_run_details: z.boolean().default(false),
});

const mostInputs = 25;

/** Takes a dispatch, or refuses it with GitHub's words. */
export function dispatch(asked: Asked, workflow: Workflow): Answer {
  const { repository, name, token } = asked;
  const { actions } = repository;
  if (!actions.writers.has(token)) return refusal(404, 'Not Found');
  const body = Body.safeParse(documentIn(asked.body));
  if (!body.success) return refusal(422, `Invalid request.\n\n${z.prettifyError(body.error)}`);
  const { ref, inputs, return_run_details } = body.data;
  const wrong = wrongWith(asked, workflow, ref, inputs, return_run_details);
  if (wrong !== null) return refusal(422, wrong);
  const play = actions.play(inputs);
  const beginning = { name, workflow, ref, sha: repository.branches.get(ref) ?? '', inputs };
  const run = begin(actions, beginning, play);
  if (play.twice) begin(actions, beginning, play);
  if (play.answer === 'error') return refusal(502, 'Server Error');
  const lost = play.answer === 'lost' ? { isLost: true } : {};
  if (!return_run_details) return { status: 204, body: {}, ...lost };
  const run_url = `${asked.origin}/repos/${name}/actions/runs/${run.id}`;
  const html_url = pageAddress(name, `actions/runs/${run.id}`);
  return { status: 200, body: { workflow_run_id: run.id, run_url, html_url }, ...lost };
}

function wrongWith(
  { repository }: Asked,
  { isDispatchable, inputs: declared }: Workflow,
  ref: string,
  inputs: Readonly<Record<string, string>>,
  tellsRun: boolean,
): string | null {
  const unexpected = Object.keys(inputs).filter((name) => !Object.hasOwn(declared, name));
  const missing = Object.keys(declared).find((name) => declared[name]?.required && !inputs[name]);
  const wrongs = [
    [tellsRun && !repository.actions.tellsRun, 'Invalid request.\n\n"return_run_details" is not a permitted key.'],
    [!repository.branches.has(ref), `No ref found for: ${ref}`],
    [!isDispatchable, "Workflow does not have 'workflow_dispatch' trigger"],
    [unexpected.length > 0, `Unexpected inputs provided: ${JSON.stringify(unexpected)}`],
    [missing !== undefined, `Required input '${missing}' not provided`],
    [Object.keys(inputs).length > mostInputs, `you may only define up to ${mostInputs} \`inputs\``],
  ] as const;
  return wrongs.find(([isWrong]) => isWrong)?.[1] ?? null;
}

function documentIn(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
