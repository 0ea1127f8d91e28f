import { join } from 'node:path';
import { alertingProgram } from './alerting-programs.ts';
import { run } from './processes.ts';
import { python } from './python.ts';
import { redisProgram } from './redis.ts';

const say = (line: string): boolean => process.stdout.write(`${line}\n`);

/** Installs what tests and demo need besides npm packages, and proves that it runs; stops with one line that says what could not be had. */
async function prepare(): Promise<void> {
  await proved('Redis', async () => run(await redisProgram(say), ['--version']));
  await proved('MLflow', async () => run(join((await python('mlflow', say)).bin, 'mlflow'), ['--version']));
  await noted('Prometheus');
  await noted('Alertmanager');
}

/** Without them everything runs but what is about real alerts, and the story has some. */
async function noted(name: 'Prometheus' | 'Alertmanager'): Promise<void> {
  try {
    const { command, args } = await alertingProgram(name, say);
    const version = await run(command, [...args, '--version']);
    say(`${name} is here: ${version.split('\n')[0]}`);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    say(`${why}\nWithout ${name} the demo, its story and the tests of real alerts fail; everything else runs.`);
  }
}

async function proved(name: string, version: () => Promise<string>): Promise<void> {
  try {
    say(`${name} is here: ${(await version()).trim()}`);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    process.stderr.write(`${why}\n${name} could not be installed, and nothing replaces it. The lines above say why.\n`);
    process.exit(1);
  }
}

await prepare();
