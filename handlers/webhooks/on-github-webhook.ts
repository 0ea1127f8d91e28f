import type { HandlerDeps } from '../deps.ts';
import type { Route } from '../routes.ts';
import { takeWebhook } from './take-webhook.ts';

/** GitHub tells how a run of a workflow goes. */
export function onGitHubWebhook(deps: HandlerDeps): Route {
  return {
    method: 'POST',
    path: '/webhooks/github',
    handle: (request, response) => takeWebhook(deps, deps.trainings(), request, response),
  };
}
