import { pageAddress } from '../asked.ts';
import type { PendingDeployment, WorkflowRun } from './world.ts';

/** A run as the API and its webhooks show it. */
export function runDocument(name: string, run: WorkflowRun, origin: string): object {
  const { id, workflow, title, event, ref, sha, stage, createdAt } = run;
  return {
    id,
    name: workflow.name,
    display_title: title,
    path: `.github/workflows/${workflow.file}`,
    event,
    head_branch: ref,
    head_sha: sha,
    status: stage.status,
    conclusion: stage.conclusion ?? null,
    workflow_id: workflow.id,
    run_attempt: 1,
    created_at: instant(createdAt),
    url: `${origin}/repos/${name}/actions/runs/${id}`,
    html_url: pageAddress(name, `actions/runs/${id}`),
  };
}

/** The jobs of a run, of its latest attempt. */
export function jobsDocument({ id, stage }: WorkflowRun): object {
  const jobs = (stage.jobs ?? []).map((job, at) => ({
    id: id * 10 + at,
    run_id: id,
    ...job,
    steps: job.steps.map((step, index) => ({ number: index + 1, ...step })),
  }));
  return { total_count: jobs.length, jobs };
}

/** What a run waits for. */
export function pendingDocument(pending: readonly PendingDeployment[]): object {
  return pending.map(({ environment, minutes, reviewers }, at) => ({
    environment: { id: 900 + at, name: environment },
    wait_timer: minutes,
    wait_timer_started_at: null,
    current_user_can_approve: false,
    reviewers: reviewers.map((name) =>
      name.includes('/')
        ? { type: 'Team', reviewer: { name: name.slice(name.indexOf('/') + 1), slug: name } }
        : { type: 'User', reviewer: { login: name } },
    ),
  }));
}

/** A moment as GitHub writes it: whole seconds. */
export function instant(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
