import { commandTrainer } from '../../../src/trainers/command/command-trainer.ts';
import { givenToChild } from './child-options.ts';

/** A worker in a process of its own, which a test kills: it starts one training and stays. */
const { options, order } = givenToChild(process.argv[2]);
await commandTrainer(options).start(order, { deadline: Date.now() + 60_000 });
process.stdout.write('started\n');
setInterval(() => {}, 1_000);
