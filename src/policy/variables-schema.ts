import { z } from 'zod';
import { EnvRef } from './registry-schema.ts';

const onlyEnv = 'a secret in clear, or no secret. Put it into the environment and write `env:NAME`.';

/** Names of variables whose values are nobody else's matter. */
const secretName = /(TOKEN|PASSWORD|PASSWD|SECRET|CREDENTIALS?|API_?KEY|ACCESS_KEY|PRIVATE_KEY)$/i;
const variableWords = 'not the value of a variable. Write a text in quotes, or `env:NAME` for a secret.';
const nameWords = 'not the name of a variable. Write letters, digits and underscores, `MLFLOW_TRACKING_TOKEN`.';

/** Variables that commands find set. What is called like a secret has to be one. */
export const Variables = z
  .record(
    z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, nameWords),
    z.string(variableWords).regex(/^[^\0]*$/, variableWords),
    'not variables. Write each with its value, `{ MLFLOW_TRACKING_TOKEN: env:PROD_TRAIN_TOKEN }`.',
  )
  .superRefine((variables, context) => {
    for (const [name, value] of Object.entries(variables)) {
      const ours = set.get(name);
      if (ours !== undefined)
        context.addIssue({ code: 'custom', path: [name], message: `a variable that is set already. ${ours}` });
      else if (/^env:/.test(value) ? !EnvRef.safeParse(value).success : secretName.test(name))
        context.addIssue({ code: 'custom', path: [name], message: onlyEnv });
    }
  });

/** What Signalbox says itself, and where it takes that from. */
const set: ReadonlyMap<string, string> = new Map([
  ['ENVIRONMENT', 'It holds the name of the environment: leave it out.'],
  ['DATA_PATH', 'Write `data` at the environment instead.'],
  ['MLFLOW_TRACKING_URI', 'It holds the `url` of the registry: leave it out.'],
  ['MLFLOW_EXPERIMENT_NAME', 'Write `experiment` at the environment instead.'],
  ['ENABLE_PROMETHEUS', 'Write `prometheus` at the environment instead.'],
  ['LOG_LEVEL', 'Write `log-level` at the environment instead.'],
  ['PATH', 'Write `path` at the command instead.'],
]);
