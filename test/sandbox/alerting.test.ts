import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { alertingProgram } from '../../sandbox/alerting.ts';

test('who lacks a program is told what to install', async () => {
  await expect(alertingProgram('Prometheus', '')).rejects.toThrow(
    "No prometheus on PATH. Install Debian's packages: apt-get install --no-install-recommends prometheus prometheus-alertmanager",
  );
});

test('Alertmanager is found by the name that Debian gives it, or by its own', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-path-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const name of ['alertmanager', 'prometheus-alertmanager']) {
    const file = join(folder, name);
    await writeFile(file, '');
    await chmod(file, 0o755);
    expect(await alertingProgram('Alertmanager', `/nowhere:${folder}`)).toBe(file);
  }
});
