import { nobody } from '../../blocks/leaves.ts';
import type { Message } from '../../blocks/message.ts';
import { statusMessage } from '../../blocks/status.ts';
import type { Policies } from '../../src/ports.ts';
import { status } from '../../src/release-service/status.ts';
import type { Database } from '../../src/store/database.ts';
import { redisDue } from '../../src/store/due.ts';
import { redisPostBook } from '../../src/store/post-book.ts';
import { redisStore } from '../../src/store/store.ts';
import { silent } from '../fakes/log.ts';
import { nobodyOutside } from '../fakes/outsiders.ts';
import { policiesOf } from '../fakes/policies.ts';

/** A policy of this many models, `churn-0` and on, each with one lane: that of the finished releases of `finish`. */
export function manyModels(models: number): Policies {
  const entries = Array.from(
    { length: models },
    (_, n) => `  churn-${n}: { owner: [U0PAT], pattern: deploy-model, path: [production], opens: never, gates: [] }\n`,
  );
  return policiesOf(`admin: C0ADMIN
environments:
  production: { registry: mlflow-prod, channel: C0PROD, approvals: none }
registries:
  mlflow-prod: { kind: mlflow, url: "http://127.0.0.1:5002" }
models:
${entries.join('')}`);
}

/** `/mlops status` without Slack: read, and drawn as it is answered. */
export function askStatus(db: Database, policies: Policies): () => Promise<Message> {
  const asksNobody = () => Promise.reject(new Error('status asks nobody'));
  const directory = { electorate: asksNobody, byEmail: asksNobody };
  const [store, due, posts] = [redisStore(db), redisDue(db), redisPostBook(db)];
  const deps = {
    store,
    due,
    posts,
    policies,
    directory,
    outsiders: nobodyOutside,
    registries: new Map(),
    clock: Date.now,
    log: silent,
  };
  return async () => {
    const asked = await status(deps, null);
    if (asked.kind === 'refused') throw new Error(asked.refusal.kind);
    return statusMessage(asked.found, '/mlops', nobody);
  };
}
