import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { privateRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { launched, slackWorkspace } from './running.ts';

const deployed = join(import.meta.dirname, '../../deploy/policy.yml');

test('a changed policy becomes active by itself, with the files of teams; what it said before is taken again; a wrong one is told and changes nothing', async () => {
  const redis = await privateRedis();
  const slack = await slackWorkspace();
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-reload-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const policy = join(folder, 'policy.yml');
  await cp(deployed, policy);
  const env = { SIGNALBOX_POLICY: policy };
  const { child, page, ready } = await launched({ role: 'worker', redis: redis.url, slack, env });
  await until(ready, { within: 30_000 });
  const isActive = (number: number) => async () =>
    (await page('/metrics')).text.includes(`signalbox_policy_number ${number}`);

  await mkdir(join(folder, 'teams'));
  await writeFile(join(folder, 'teams/growth.yml'), 'team: growth\nmodels:\n  uplift: { path: [production] }\n');
  const withTeam = `include: teams/*.yml\nteams: { growth: { owner: U0PAT, models: [uplift] } }\n${await readFile(policy, 'utf8')}`;
  await writeFile(join(folder, 'new'), withTeam);
  await rename(join(folder, 'new'), policy);
  await until(isActive(2), { within: 20_000, every: 200 });

  await cp(deployed, join(folder, 'old'));
  await rename(join(folder, 'old'), policy);
  await until(isActive(3), { within: 30_000, every: 200 });
  await writeFile(join(folder, 'new'), withTeam);
  await rename(join(folder, 'new'), policy);
  await until(isActive(4), { within: 30_000, every: 200 });

  await writeFile(join(folder, 'teams/growth.yml'), 'team: growth\nmodels:\n  other: { path: [production] }\n');
  await until(() => child.printed().includes('none of the models of team'), { within: 20_000, every: 200 });
  expect(await isActive(4)()).toBe(true);
  expect(child.ended()).toBe(false);
}, 120_000);
