import { z } from 'zod';
import { shared } from './shared.ts';

const MlflowUnderTest = z.object({
  url: z.string(),
  admin: z.object({ username: z.string(), password: z.string() }).nullable(),
});

/** A real MLflow server that the whole run shares: give models and experiments names of your own (`unique`), and delete your webhooks. */
export function mlflow(
  which: 'dev' | 'staging' | 'production' | 'basic-auth',
): Promise<z.infer<typeof MlflowUnderTest>> {
  return shared(`/mlflow/${which}`, MlflowUnderTest);
}

/** A name that no other test uses, starting with the given word. */
export function unique(word: string): string {
  return `${word}-${crypto.randomUUID().slice(0, 8)}`;
}
