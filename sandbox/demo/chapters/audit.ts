import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { run } from '../../processes.ts';
import type { Tale } from '../tale.ts';

const checkout = dirname(dirname(dirname(import.meta.dirname)));

/** Whoever audits needs neither Slack nor the registry, and for a copy of the log not even Redis. */
export async function audit(tale: Tale): Promise<void> {
  const { env, policyFile } = tale.stage.system;
  const signalbox = (...args: readonly string[]) =>
    run(process.execPath, ['src/cli.ts', ...args], { cwd: checkout, env: { REDIS_URL: env['REDIS_URL'] ?? '' } });
  await tale.check('audit verify: the log holds together', async () =>
    (await signalbox('audit', 'verify')).includes('The log holds together'),
  );
  const file = join(dirname(policyFile), 'audit.jsonl');
  await writeFile(file, await signalbox('audit', 'export'));
  const anchor = await anchorIn(tale);
  await tale.check('an exported log is proven offline, by an anchor that stands in MLflow', async () =>
    (await signalbox('audit', 'verify', file, '--anchor', anchor)).includes('Anchors prove entries'),
  );
  await writeFile(file, (await readFile(file, 'utf8')).replace('U0GRACE', 'U0ADA'));
  await tale.check('one name changed in it, and it is no longer proven', () =>
    signalbox('audit', 'verify', file).then(
      () => false,
      (cause: unknown) => String(cause).includes('NOT as it was written'),
    ),
  );
}

/** The head of the audit chain as it stands on a version that was released in this telling. */
async function anchorIn({ stage, model }: Tale): Promise<string> {
  const first = model.replace(/-[a-z]+$/, '-first');
  const { versions } = await stage.hands.look(stage.servers.production.url, first);
  return versions['2']?.tags['signalbox.anchor'] ?? 'none';
}
