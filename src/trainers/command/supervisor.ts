import { text } from 'node:stream/consumers';
import { filesIn, writeOnce, writeWhole } from './files.ts';
import { discard } from './mirror.ts';
import { processTable, signal } from './processes.ts';
import { type Claim, Task } from './schema.ts';
import { stopAsked } from './stop.ts';
import { train } from './train.ts';

/** Whatever ends this process ends what it has started, too. */
process.once('exit', () => signal(-process.pid, 'SIGKILL'));

const task = Task.parse(JSON.parse(await text(process.stdin)));
const files = filesIn(task.folder);
const stop = stopAsked(files.cancel);
const claim: Claim = {
  order: task.order,
  host: task.host,
  pid: process.pid,
  mark: (await processTable().mark(process.pid)) ?? '',
  token: task.token,
  at: Date.now(),
};

// Of all supervisors that were ever started for an order, one may go on.
if (await writeOnce(files.claim, claim)) {
  await writeWhole(files.ending, await train(task, stop));
  await discard(task.mirror, files.work, task.path, { deadline: Date.now() + 60_000 });
}
process.exit();
