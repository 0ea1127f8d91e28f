import { ReleaseError } from '../../errors.ts';
import type { Call, Clock, Progress } from '../../ports.ts';

/** A call whose end moves on while work is told of: what streams for minutes never outlives the lease it works under. */
export interface Leash {
  /** Ends when the newest lease does, or when its signal fires. */
  readonly call: Call;
  /** Tells how far the work is; renews the lease, but no more often than every three seconds. */
  at(done: number): Promise<void>;
  /** Renews the lease now: right before a write. */
  renew(): Promise<void>;
  end(): void;
}

const renewEveryMs = 3_000;
const longestTimer = 2 ** 31 - 1;

/** Puts work of `total` bytes on a leash; `progress` throws when the lease is gone, and so do `at` and `renew`. */
export function leash(first: Call, progress: Progress, total: number, now: Clock = Date.now): Leash {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let told = now();
  let done = 0;

  function hold({ deadline, signal }: Call): void {
    clearTimeout(timer);
    const left = Math.min(Math.max(0, deadline - now()), longestTimer);
    timer = setTimeout(() => controller.abort(new ReleaseError('deadline_passed')), left);
    signal?.addEventListener('abort', () => controller.abort(signal.reason), { once: true, signal: controller.signal });
    if (signal?.aborted) controller.abort(signal.reason);
  }

  async function renew(): Promise<void> {
    told = now();
    hold(await progress(done, total, 'bytes'));
  }

  hold(first);
  return {
    call: { deadline: Number.MAX_SAFE_INTEGER, signal: controller.signal },
    async at(reached) {
      done = reached;
      if (now() - told >= renewEveryMs) await renew();
    },
    renew,
    end: () => clearTimeout(timer),
  };
}
