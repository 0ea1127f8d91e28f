import { expect, test } from 'vitest';
import { approveRelease, confirmRollback } from '../../blocks/actions.ts';
import { ReleaseError } from '../../src/errors.ts';
import { CommandId, Version } from '../../src/release/ids.ts';
import { releaseService } from '../../src/release-service.ts';
import { liveVersion, production } from './gated.ts';
import { policyText, stage } from './support.ts';

test('rule 7: where the last verified version was deleted, on-call alone goes to the one before it', async () => {
  const on = await production();
  for (const auc of [0.9, 0.92, 0.94]) await liveVersion(on, auc);
  on.model('prod')?.versions.delete(Version.parse('2'));
  await on.type('otto', 'rollback churn rehearse');
  expect(on.told('otto').at(-1)).toContain('v1');
  await on.type('otto', 'rollback churn because errors rose');
  expect(on.told('otto').at(-1)).toContain('v3 → v1?');
  await on.press('otto', confirmRollback);
  expect(on.model('prod')?.aliases.get('champion')).toBe('1');
  const [id] = await on.store.history(on.lane('production'), 1);
  expect(id && (await on.store.release(id))).toMatchObject({ alone: true, phase: 'verified' });
});

test('rule 7: where production lost its alias, a rollback without an environment is still one of production', async () => {
  const on = await stage({ policy: policyText });
  const version = on.version(0.9);
  await on.type('pat', `promote churn@${version} to staging`);
  await on.settle(11 * 60_000);
  await on.type('pat', `promote churn@${version} to production`);
  await on.press('kim', approveRelease);
  await on.press('plat', approveRelease);
  await on.settle(31 * 60_000);
  on.model('prod')?.aliases.delete('champion');
  const by = { kind: 'registry' as const, name: 'mlflow-prod' };
  const request = { kind: 'alias-moved' as const, registry: by.name, name: 'churn', alias: 'champion', version: null };
  await releaseService(on.core).handle({ id: CommandId.parse('gone'), at: on.clock.now(), by, where: null, request });
  await on.type('otto', 'rollback churn because nothing answers');
  expect(on.told('otto').at(-1)).toContain('production');
  await on.press('otto', confirmRollback);
  expect(on.model('prod')?.aliases.get('champion')).toBe('1');
});

test('rule 7: a rollback that is confirmed while the registry does not answer is written down, and goes on with it', async () => {
  const on = await production();
  for (const auc of [0.9, 0.92]) await liveVersion(on, auc);
  await on.type('otto', 'rollback churn because errors rose');
  const there = on.core.registries.get('mlflow-prod');
  if (there === undefined) throw new Error('no registry');
  const away = () => Promise.reject(new ReleaseError('registry_unreachable', {}));
  on.core.registries.set('mlflow-prod', { ...there, versions: away, facts: away, aliases: away });
  await on.press('otto', confirmRollback);
  expect(on.told('otto').at(-1)).toContain('Opened');
  on.core.registries.set('mlflow-prod', there);
  await on.settle(60_000);
  expect(on.model('prod')?.aliases.get('champion')).toBe('1');
});
