import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** The network between Signalbox and a server, which may break or be slow while the server itself goes on. */
export type Line = {
  readonly url: string;
  /** Breaks every connection and refuses new ones. */
  cut(): void;
  mend(): void;
  /** So many bytes a second in each direction of a connection; null for as fast as it goes. */
  slow(bytesPerSecond: number | null): void;
  close(): Promise<void>;
};

/** Lays a line to a server on the loopback interface. */
export async function layLine(target: string): Promise<Line> {
  const port = Number(new URL(target).port);
  const way: Way = { broken: false, rate: null, sockets: new Set() };
  // Half open: a side that has said all may still have to hear the rest of a slow answer.
  const server = createServer({ allowHalfOpen: true }, (from) => {
    if (way.broken) from.destroy();
    else join(way, from, connect({ host: '127.0.0.1', port, allowHalfOpen: true }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const cut = () => {
    way.broken = true;
    for (const socket of way.sockets) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    cut,
    mend: () => {
      way.broken = false;
    },
    slow: (rate) => {
      way.rate = rate;
    },
    async close() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}

type Way = { broken: boolean; rate: number | null; readonly sockets: Set<Socket> };

function join(way: Way, from: Socket, to: Socket): void {
  for (const socket of [from, to]) {
    way.sockets.add(socket);
    socket.once('close', () => way.sockets.delete(socket));
  }
  const through = (source: Socket, sink: Socket) =>
    pipeline(source, paced(way), sink).catch(() => {
      // Whichever side went away first, the other has nobody to talk to.
      source.destroy();
      sink.destroy();
    });
  void through(from, to);
  void through(to, from);
}

/** Lets bytes through no faster than the line does. */
function paced(way: Way): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, passed) {
      if (way.rate === null) passed(null, chunk);
      else setTimeout(() => passed(null, chunk), (chunk.length / way.rate) * 1_000);
    },
  });
}
