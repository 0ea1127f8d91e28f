import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { alertingProgram } from '../../sandbox/alerting-programs.ts';
import { run } from '../../sandbox/processes.ts';

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox programs-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function program(file: string, ...lines: readonly string[]): Promise<string> {
  await writeFile(file, ['#!/bin/sh', ...lines, ''].join('\n'));
  await chmod(file, 0o755);
  return file;
}

/**
 * A machine that has apt and nothing of alerting: its `apt-get download` brings archives that its `dpkg-deb` unpacks, its `unshare` mounts
 * nothing, and each keeps what it was called with.
 */
async function debian(aptGet: readonly string[] = []) {
  const home = await emptyFolder();
  const [path, said, payload] = [join(home, 'bin'), join(home, 'said'), join(home, 'payload')];
  await mkdir(path);
  await mkdir(join(payload, 'usr/bin'), { recursive: true });
  for (const name of ['prometheus', 'prometheus-alertmanager'])
    await program(join(payload, 'usr/bin', name), `echo ${name} "$@"`);
  await run('tar', ['-C', payload, '-cf', join(home, 'all.tar'), '.']);
  await program(
    join(path, 'apt-get'),
    `echo apt-get "$@" >> "${said}"`,
    ...aptGet,
    `case "$*" in *download*) cp "${home}/all.tar" all.deb;; esac`,
  );
  await program(join(path, 'dpkg-deb'), 'exec tar -C "$3" -xf "$2"');
  await program(join(path, 'unshare'), 'shift 6; exec "$@"');
  const machine = { path, root: false, folder: join(home, 'cache', 'debian') };
  return { machine, calls: async () => (await readFile(said, 'utf8')).trim().split('\n') };
}

test('a program is found by the name that Debian gives it, or by its own', async () => {
  const folder = await emptyFolder();
  const machine = { path: `/nowhere:${folder}`, root: false, folder };
  for (const name of ['alertmanager', 'prometheus-alertmanager']) {
    const command = await program(join(folder, name));
    expect(await alertingProgram('Alertmanager', () => {}, machine)).toEqual({ command, args: [] });
  }
});

test('where there is neither the program nor apt, it says where to get both', async () => {
  const machine = { path: '', root: false, folder: await emptyFolder() };
  await expect(alertingProgram('Prometheus', () => {}, machine)).rejects.toThrow(
    'No prometheus on PATH. Install Prometheus and Alertmanager, from https://prometheus.io/download',
  );
});

test("who may not install gets Debian's packages unpacked beside the checkout's other things, once, and told so", async () => {
  const { machine, calls } = await debian();
  const told: string[] = [];
  for (const name of ['Prometheus', 'Alertmanager', 'Alertmanager'] as const) {
    const { command, args } = await alertingProgram(name, (line) => told.push(line), machine);
    expect(await run(command, [...args, '--one', 'two'])).toMatch(/^prometheus(-alertmanager)? --one two\n$/);
  }
  expect(told).toEqual([
    `Unpacking Debian's packages prometheus and prometheus-alertmanager into ${machine.folder} (half a minute, once)`,
  ]);
  expect((await calls()).map((line) => line.replaceAll(/.* (update|download .*)$/g, '$1'))).toEqual([
    'update',
    'download prometheus prometheus-alertmanager',
  ]);
});

test('an unpacking that was cut short is done again from the beginning', async () => {
  const { machine, calls } = await debian();
  await mkdir(join(machine.folder, 'usr/bin'), { recursive: true });
  await symlink('/nowhere', join(machine.folder, 'usr/bin/prometheus'));
  const { command, args } = await alertingProgram('Prometheus', () => {}, machine);
  expect(await run(command, args)).toBe('prometheus\n');
  expect(await calls()).toHaveLength(2);
});

test('what apt cannot bring is said with its own words, and what to type', async () => {
  const { machine } = await debian(['echo "E: Could not resolve deb.example" >&2', 'exit 100']);
  const asked = alertingProgram('Alertmanager', () => {}, machine);
  await expect(asked).rejects.toThrow(
    /^Alertmanager could not be taken from Debian's packages\. Install it: sudo apt-get install .*prometheus-alertmanager\n/,
  );
  await expect(asked).rejects.toThrow('E: Could not resolve deb.example');
});
