import type { Answer } from '../../http/answer.ts';
import type { GitHub } from '../../http/github.ts';
import type { Parser } from '../../http.ts';
import type { Call } from '../../ports.ts';

/** How many answers one process keeps: those of the trainings that it looks at. */
const most = 500;

/** Asks for what has changed only: an unchanged answer costs nothing of GitHub's limit and is taken from memory. */
export function unchanged<T>(ask: GitHub['ask'], schema: Parser<T>): (path: string, call: Call) => Promise<Answer<T>> {
  const known = new Map<string, Answer<T> & { readonly kind: 'ok' }>();
  return async (path, call) => {
    const before = known.get(path);
    const mark = before?.etag === undefined ? {} : { etag: before.etag };
    const answer = await ask(schema, { method: 'GET', path, ...mark }, call);
    if (answer.kind === 'refused') return before !== undefined && answer.status === 304 ? before : answer;
    known.delete(path);
    known.set(path, answer);
    for (const oldest of [...known.keys()].slice(0, Math.max(0, known.size - most))) known.delete(oldest);
    return answer;
  };
}
