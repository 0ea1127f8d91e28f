import type { z } from 'zod';

/** Hands on what an inner form found, as found here; unknown keys one by one, each at its place. */
export function passOn(
  issues: readonly z.core.$ZodIssue[],
  input: unknown,
  context: Pick<z.core.$RefinementCtx, 'issues'>,
): void {
  for (const issue of issues) {
    const keys = issue.code === 'unrecognized_keys' ? issue.keys : null;
    if (keys === null) {
      const params = issue.code === 'custom' && issue.params ? { params: issue.params } : {};
      context.issues.push({ code: 'custom', input, path: issue.path, message: issue.message, ...params });
    }
    keys?.forEach((key, index) => {
      const message = issue.message.split('\n')[index] ?? issue.message;
      context.issues.push({ code: 'custom', input, path: [...issue.path, key], message, params: { key } });
    });
  }
}
