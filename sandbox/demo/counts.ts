import { once } from 'node:events';
import { createServer } from 'node:http';

/** What was counted, as Prometheus reads it. */
export type Counts = {
  /** `host:port` of the page that Prometheus asks for. */
  readonly address: string;
  /** Counts answers of one version of a model in production. */
  add(who: Counted, answers: { readonly right: number; readonly wrong: number }): void;
  stop(): Promise<void>;
};

export type Counted = { readonly model: string; readonly version: string };

/** Starts the page, on the loopback interface. */
export async function startCounts(): Promise<Counts> {
  const lines = new Map<string, number>();
  const count = ({ model, version }: Counted, answer: string, by: number) => {
    const series = `answers_total{model="${model}",environment="production",version="${version}",answer="${answer}"}`;
    lines.set(series, (lines.get(series) ?? 0) + by);
  };
  const server = createServer((_, answer) => {
    answer.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' });
    answer.end([...lines].map(([series, value]) => `${series} ${value}\n`).join(''));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The counts have no port');
  return {
    address: `127.0.0.1:${address.port}`,
    add(who, { right, wrong }) {
      count(who, 'right', right);
      count(who, 'wrong', wrong);
    },
    async stop() {
      server.close().closeAllConnections();
    },
  };
}
