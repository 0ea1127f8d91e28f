import type { HandlerDeps } from '../deps.ts';
import type { Route } from '../routes.ts';
import { takeWebhook } from './take-webhook.ts';

/** A registry tells what happened. */
export function onMlflowWebhook(deps: HandlerDeps): Route {
  return {
    method: 'POST',
    path: '/webhooks/mlflow/:registry',
    handle: (request, response, registry) => takeWebhook(deps, deps.sources().get(registry) ?? null, request, response),
  };
}
