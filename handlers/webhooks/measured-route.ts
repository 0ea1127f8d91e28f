import type { Meters, WebhookResult } from '../../src/ports-meters.ts';
import type { Route } from '../routes.ts';

const results: Readonly<Record<number, WebhookResult>> = {
  200: 'accepted',
  400: 'malformed',
  401: 'forged',
  404: 'unknown-registry',
  408: 'too-slow',
  413: 'too-large',
  503: 'not-stored',
};

/** A webhook's route, with each request timed until its answer by what became of it. */
export function measuredRoute(route: Route, meters: Meters): Route {
  const own = route.path.slice(route.path.lastIndexOf('/') + 1);
  return {
    ...route,
    handle(request, response, param) {
      const started = performance.now();
      response.once('finish', () => {
        const result = results[response.statusCode] ?? 'broken';
        const sender = param === '' ? own : param;
        meters.webhook(result === 'unknown-registry' ? 'unknown' : sender, result, performance.now() - started);
      });
      return route.handle(request, response, param);
    },
  };
}
