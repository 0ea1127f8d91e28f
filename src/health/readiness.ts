/** What a check found, in words; `bad` words say what to do. */
export interface Finding {
  readonly state: 'good' | 'bad';
  readonly words: string;
}

/**
 * One thing a process needs. Without what is `needed` it can do nothing, so it is not ready. What is `useful` only delays the
 * work while it is away: taking this process out of service as well would help nobody.
 */
export interface Check {
  readonly name: string;
  readonly need: 'needed' | 'useful';
  /** Rejects when it could not find out, which counts as bad. */
  run(): Promise<Finding>;
}

export interface Readiness {
  readonly ready: boolean;
  readonly state: 'ready' | 'degraded' | 'not ready';
  readonly checks: readonly {
    readonly name: string;
    readonly state: 'ok' | 'degraded' | 'failing';
    readonly words: string;
  }[];
}

const patienceMs = 3_000;

/** Runs all checks at once, each for at most three seconds, and says in one word and in many how it stands. */
export async function readiness(checks: readonly Check[], withinMs = patienceMs): Promise<Readiness> {
  const found = await Promise.all(checks.map((check) => resultOf(check, withinMs)));
  const failing = found.some(({ state }) => state === 'failing');
  const degraded = found.some(({ state }) => state === 'degraded');
  return { ready: !failing, state: failing ? 'not ready' : degraded ? 'degraded' : 'ready', checks: found };
}

export function good(words: string): Finding {
  return { state: 'good', words };
}

export function bad(words: string): Finding {
  return { state: 'bad', words };
}

async function resultOf(check: Check, withinMs: number): Promise<Readiness['checks'][number]> {
  const { name, need } = check;
  const { state, words } = await inTime(check, withinMs);
  if (state === 'good') return { name, state: 'ok', words };
  return { name, state: need === 'needed' ? 'failing' : 'degraded', words };
}

async function inTime(check: Check, withinMs: number): Promise<Finding> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Finding>((resolve) => {
    timer = setTimeout(() => resolve(bad(`No answer within ${withinMs / 1_000} s.`)), withinMs);
  });
  try {
    return await Promise.race([check.run(), late]);
  } catch (cause) {
    return bad(cause instanceof Error ? cause.message : String(cause));
  } finally {
    clearTimeout(timer);
  }
}
