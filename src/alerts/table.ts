import type { AlertSource } from '../ports-alerts.ts';
import type { AlertSourceOptions } from './alert-source.ts';
import { alertmanagerSource } from './alertmanager/source.ts';
import { databricksSource } from './databricks/source.ts';
import { driftSource } from './drift/source.ts';

/** Every kind of alert source that a policy may name, with what makes one. */
export const alertSources = {
  alertmanager: alertmanagerSource,
  databricks: databricksSource,
  drift: driftSource,
} as const satisfies Readonly<Record<string, (options: AlertSourceOptions) => AlertSource>>;
