import { writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { ReleaseError } from '../../errors.ts';
import type { Call } from '../../ports.ts';
import type { Trainer, TrainingOrder, TrainingRef } from '../../ports-trainers.ts';
import { checkedArgv, filledIn, nameOf } from './argv.ts';
import { filesIn, reaching, readWhole } from './files.ts';
import { endGroup } from './group.ts';
import { mirrorOf } from './mirror.ts';
import { processTable, signal } from './processes.ts';
import { Claim } from './schema.ts';
import { claimed } from './start.ts';
import { type Here, hasEnded, lifeOf, stateIn } from './state.ts';
import { placeOf, told } from './told.ts';

export interface CommandOptions {
  /** Program and arguments; `{commit} {environment} {release} {model} {version} {attempt}` are filled in. No shell reads them. */
  readonly argv: readonly string[];
  /** Where git finds the commits: an address or a folder. */
  readonly repository: string;
  /** For a repository that is reached by http and wants one. */
  readonly token: string | null;
  /** Made by the operator, and shared by every worker that trains here. */
  readonly folder: string;
  /** All that the program finds set, beside PATH, and HOME where this does not name it. */
  readonly variables: Readonly<Record<string, string>>;
  /** Values that must not be shown, wherever the program prints them. */
  readonly secrets: readonly string[];
  /** Where programs are looked for, git among them. */
  readonly path: string;
  readonly timeoutMs: number;
  readonly maxLogBytes: number;
  /** Between asking and killing; 10 s. */
  readonly graceMs?: number;
  /** What this machine is called; its host name. */
  readonly host?: string;
}

/** Trains by a program on this machine. Throws `config_invalid` when the command cannot be one. */
export function commandTrainer(given: CommandOptions): Trainer {
  const options = { ...given, folder: resolve(given.folder) };
  const argv = checkedArgv(options.argv);
  const here: Here = { host: options.host ?? hostname(), table: processTable() };
  const mirror = mirrorOf(options);

  async function find(order: TrainingOrder, call: Call): Promise<TrainingRef | null> {
    const ref = nameOf(order);
    const claim = await readWhole(filesIn(placeOf(options.folder, ref, call)).claim, Claim);
    if (claim !== null) same(claim.order, order);
    return claim === null ? null : ref;
  }

  async function start(order: TrainingOrder, call: Call) {
    const filled = filledIn(argv, order);
    const found = await find(order, call);
    if (found !== null) return { ref: found, already: true };
    await mirror.bring(order.commit, call);
    const [ref, token] = [nameOf(order), crypto.randomUUID()];
    const claim = await claimed({ ...taskOf(order, options, here), argv: filled, token, mirror: mirror.path }, call);
    same(claim.order, order);
    return { ref, already: claim.token !== token };
  }

  async function cancel(ref: TrainingRef, call: Call): Promise<void> {
    const place = placeOf(options.folder, ref, call);
    const { claim: path, cancel: asked } = filesIn(place);
    const claim = await readWhole(path, Claim);
    if (claim === null || hasEnded(await stateIn(place, here))) return;
    await reaching(place, writeFile(asked, ''));
    if (claim.host === here.host) await end(claim, here, options.graceMs ?? usualGraceMs, call);
  }

  const look: Trainer['look'] = async (ref, call) => stateIn(placeOf(options.folder, ref, call), here);
  return { kind: 'command', find, start, look, cancel, ...told(options.folder) };
}

const usualGraceMs = 10_000;

function taskOf(order: TrainingOrder, options: CommandOptions, { host }: Here) {
  const { variables, secrets, path, timeoutMs, maxLogBytes, graceMs = usualGraceMs } = options;
  const folder = join(options.folder, nameOf(order));
  return { order, host, folder, variables, secrets: [...secrets], path, timeoutMs, maxLogBytes, graceMs };
}

/** The supervisor ends its own training; where it was killed, the rest is ended from here, within the call's time. */
async function end(claim: Claim, here: Here, graceMs: number, call: Call): Promise<void> {
  const life = await lifeOf(claim, here);
  if (life === 'supervised') signal(claim.pid, 'SIGTERM');
  if (life === 'orphaned') await endGroup(claim.pid, here.table, Math.min(graceMs, call.deadline - Date.now() - 1_000));
}

function same(known: TrainingOrder, order: TrainingOrder): void {
  const fields = ['model', 'environment', 'commit'] as const;
  const different = fields.filter((field) => known[field] !== order[field]);
  if (different.length === 0) return;
  const words = `Under this release and attempt something else was trained: ${different.join(', ')} differs.`;
  throw new ReleaseError('training_refused', { words, known, order });
}
