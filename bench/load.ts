import { Pool } from 'undici';

/** One request, ready to be sent: signing it costs nothing during a slice. */
export interface Prepared {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What one slice of load found. */
export interface Slice {
  readonly perSecond: number;
  readonly milliseconds: readonly number[];
  /** Answers with another status than 200, and requests without an answer. */
  readonly bad: number;
}

/** A server under load, over connections that are kept. */
export interface Target {
  readonly name: string;
  readonly url: string;
  /** As many requests as a slice may need, never sent before. */
  readonly prepare: (count: number) => readonly Prepared[];
}

const enoughForFirst = 6_000;
const spare = 1.6;

/** Sends requests for `ms`, `connections` at a time, each as soon as the one before on its connection is answered. */
export function loader(target: Target, connections: number) {
  const pool = new Pool(target.url, { connections, pipelining: 1 });
  let fastest = 0;
  async function slice(ms: number): Promise<Slice> {
    const count = fastest === 0 ? enoughForFirst : Math.ceil(((fastest * ms) / 1_000) * spare) + connections;
    const requests = target.prepare(Math.min(count, enoughForFirst * 4)).values();
    const began = performance.now();
    const lanes = Array.from({ length: connections }, () => lane(pool, requests, began + ms));
    const times = (await Promise.all(lanes)).flat();
    const milliseconds = times.filter((time) => time !== null);
    const perSecond = (milliseconds.length * 1_000) / (performance.now() - began);
    fastest = Math.max(fastest, perSecond);
    return { perSecond, milliseconds, bad: times.length - milliseconds.length };
  }
  return { name: target.name, slice, close: () => pool.destroy() };
}

/** One connection's requests until the end, in milliseconds each; null for one that was not answered with 200. */
async function lane(pool: Pool, requests: Iterable<Prepared>, end: number): Promise<readonly (number | null)[]> {
  const times: (number | null)[] = [];
  for (const request of requests) {
    const sent = performance.now();
    if (sent >= end) break;
    times.push((await isAnswered(pool, request)) ? performance.now() - sent : null);
  }
  return times;
}

async function isAnswered(pool: Pool, { path, headers, body }: Prepared): Promise<boolean> {
  try {
    const answer = await pool.request({ method: 'POST', path, headers, body });
    await answer.body.dump();
    return answer.statusCode === 200;
  } catch {
    return false;
  }
}
