import { createHmac, randomUUID } from 'node:crypto';
import { runDocument } from './documents.ts';
import type { ActionsWorld, WorkflowRun } from './world.ts';

/** A webhook as GitHub sends it. */
export interface SignedHook {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Signs a webhook's body: HMAC-SHA256 over its bytes. */
export function signedHook(event: string, body: string, secret: string, delivery: string): SignedHook {
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'GitHub-Hookshot/044aadd',
    'x-github-event': event,
    'x-github-delivery': delivery,
    'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  };
  return { headers, body };
}

/** What `workflow_run` says of a run. */
export function runEvent(name: string, run: WorkflowRun, action: string): object {
  const workflow = { id: run.workflow.id, name: run.workflow.name, path: `.github/workflows/${run.workflow.file}` };
  const [login] = name.split('/');
  return {
    action,
    workflow_run: runDocument(name, run, 'https://api.github.com'),
    workflow,
    repository: { full_name: name },
    sender: { login },
  };
}

/** Tells the webhook of a repository once, as GitHub does: who does not listen does not hear it. */
export async function told(actions: ActionsWorld, name: string, run: WorkflowRun, action: string): Promise<void> {
  if (actions.hook === null) return;
  const document = JSON.stringify(runEvent(name, run, action));
  const { headers, body } = signedHook('workflow_run', document, actions.hook.secret, randomUUID());
  await fetch(actions.hook.url, { method: 'POST', headers, body }).catch(() => undefined);
}
