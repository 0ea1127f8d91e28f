import { setTimeout as pause } from 'node:timers/promises';

type Answer<T> = T | false | null | undefined;

/** Asks again and again until the check answers with something, and answers with that; throws with the last answer or error after `within` ms. */
export async function until<T>(
  check: () => Answer<T> | Promise<Answer<T>>,
  { within = 5_000, every = 25 } = {},
): Promise<T> {
  const deadline = Date.now() + within;
  for (;;) {
    const { value, error } = await attempt(check);
    if (isAnswer(value)) return value;
    if (Date.now() >= deadline) throw new Error(`Not so within ${within} ms. ${last(value, error)}`, { cause: error });
    await pause(every);
  }
}

async function attempt<T>(
  check: () => Answer<T> | Promise<Answer<T>>,
): Promise<{ value?: Answer<T>; error?: unknown }> {
  try {
    return { value: await check() };
  } catch (error) {
    return { error };
  }
}

function isAnswer<T>(value: Answer<T>): value is Exclude<T, false | null | undefined> & T {
  return value !== false && value !== null && value !== undefined;
}

function last(value: unknown, error: unknown): string {
  return error === undefined ? `Last answer: ${JSON.stringify(value)}` : `Last error: ${String(error)}`;
}
