import { readFile } from 'node:fs/promises';
import { startControl } from './control.ts';
import { startFront } from './front.ts';
import { keptIn } from './kept.ts';
import { startModelServer } from './model-server.ts';
import { mover } from './mover.ts';
import { predicted } from './predicted.ts';
import { Options } from './schema.ts';

const options = Options.parse(JSON.parse(await readFile(process.argv[2] ?? 'options.json', 'utf8')));
const { folder, frontPort, question } = options;
const kept = keptIn(folder);
const front = await startFront(frontPort);

const moving = mover(
  {
    start(version, signal) {
      process.stdout.write(`v${version} is being started\n`);
      return startModelServer(options, version, signal);
    },
    async turn(to) {
      front.to(to);
      if (to !== null) process.stdout.write(`v${to.version} predicts ${await predicted(frontPort, question)}\n`);
    },
    async end(server) {
      await front.drained(server);
      await server.stop();
    },
    keep: kept.write,
  },
  await kept.read(),
);
await startControl(options, moving);
