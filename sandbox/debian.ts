import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { exists } from './files.ts';
import { withLock } from './install-lock.ts';
import { run } from './processes.ts';
import { programOnPath } from './programs.ts';
import type { Say } from './python.ts';

const packages = ['prometheus', 'prometheus-alertmanager'];

/** Which machine this is: the folders that its programs are in, whether we may install on it, and where we may put what we unpack. */
export interface Machine {
  readonly path: string;
  readonly root: boolean;
  readonly folder: string;
}

/** A program, and what has to stand before its own arguments. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
}

/** Takes the program of this name from Debian's packages, installed where we are root and else unpacked into the folder; null where there is no apt. */
export async function fromDebian(name: string, machine: Machine, say: Say): Promise<Program | null> {
  const apt = await programOnPath(['apt-get'], machine.path);
  if (apt === null) return null;
  await mkdir(dirname(machine.folder), { recursive: true });
  return withLock(`${machine.folder}.lock`, () => (machine.root ? installed : unpacked)(name, apt, machine, say));
}

async function installed(name: string, apt: string, _machine: Machine, say: Say): Promise<Program> {
  const command = join('/usr/bin', name);
  if (await exists(command)) return { command, args: [] };
  say(`Installing Debian's packages ${packages.join(' and ')} (half a minute, once)`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  // What is known of the packages may be old, and still be enough.
  await run(apt, ['update', '-qq'], { env }).catch(() => undefined);
  await run(apt, ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env });
  return { command, args: [] };
}

async function unpacked(name: string, apt: string, { path, folder }: Machine, say: Say): Promise<Program> {
  const marker = join(folder, 'complete');
  if (!(await exists(marker))) {
    say(`Unpacking Debian's packages ${packages.join(' and ')} into ${folder} (half a minute, once)`);
    await rm(folder, { recursive: true, force: true });
    await download(apt, folder);
    for (const file of (await readdir(folder)).filter((one) => one.endsWith('.deb')))
      await run(await needed('dpkg-deb', path), ['-x', join(folder, file), folder]);
    await writeFile(marker, '');
  }
  const program = await asIfInstalled(join(folder, 'usr/bin', name), folder, path);
  await run(program.command, [...program.args, '--version']);
  return program;
}

/** With lists of our own, because only root may bring the machine's up to date. */
async function download(apt: string, folder: string): Promise<void> {
  const [lists, cache] = [join(folder, 'lists'), join(folder, 'cache')];
  await mkdir(join(lists, 'partial'), { recursive: true });
  await mkdir(join(cache, 'archives/partial'), { recursive: true });
  const own = ['-qq', '-o', `Dir::State::lists=${lists}`, '-o', `Dir::Cache=${cache}`];
  await run(apt, [...own, 'update'], { cwd: folder });
  await run(apt, [...own, 'download', ...packages], { cwd: folder });
  for (const used of [lists, cache]) await rm(used, { recursive: true, force: true });
}

/** Debian's programs look for their templates in /usr/share: this one alone sees the unpacked folder there. */
async function asIfInstalled(command: string, folder: string, path: string): Promise<Program> {
  const script = 'mount --bind "$0/usr/share" /usr/share && exec "$@"';
  const args = ['--map-root-user', '--mount', 'sh', '-c', script, folder, command];
  return { command: await needed('unshare', path), args };
}

async function needed(name: string, path: string): Promise<string> {
  const found = await programOnPath([name], path);
  if (found === null) throw new Error(`No ${name} on PATH`);
  return found;
}
