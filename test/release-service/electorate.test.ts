import { expect, test } from 'vitest';
import { membersOf } from '../../src/release/people.ts';
import { electorateOf } from '../../src/release-service/electorate.ts';
import { virtualClock } from '../fakes/clock.ts';
import { emptyWorkspace, fakeDirectory } from '../fakes/directory.ts';
import { policiesOf } from '../fakes/policies.ts';
import { people } from '../world/policy.ts';

const policy = policiesOf(`
admin: C0ADMIN
people: { "ann@corp.example": U0ANN, "ci@corp.example": machine }
groups: { reviewers: ["ann@corp.example", "bob@corp.example", "ci@corp.example"] }
environments:
  production:
    registry: production
    channel: C0PROD
    approvals: [ { from: [reviewers], min: 1 }, { from: ["pat@corp.example"], min: 1 } ]
registries: { production: { kind: mlflow, url: http://127.0.0.1:1 } }
models: { churn: { owner: U0OWN, path: [production], opens: never } }
`).lane('churn', 'production');

async function electorate(unread: readonly string[] = []) {
  const workspace = emptyWorkspace();
  for (const one of [people.ann, people.bob, people.pat]) workspace.standing.set(one, 'member');
  workspace.emails.set('ann@corp.example', people.out);
  workspace.emails.set('bob@corp.example', people.bob).set('pat@corp.example', people.pat);
  for (const ref of unread) workspace.unread.set(ref, 'Slack does not answer');
  if (policy === null) throw new Error('no lane');
  return electorateOf(fakeDirectory(workspace, virtualClock().now), policy, [], 'fresh');
}

test('e-mail addresses are whose the policy says, then whose Slack says', async () => {
  const found = await electorate();
  expect([...membersOf(found, ['reviewers'])]).toEqual([people.ann, people.bob]);
  expect([...membersOf(found, ['pat@corp.example'])]).toEqual([people.pat]);
});

test('an address that cannot be looked up makes its group unread, and never lets anybody in', async () => {
  const found = await electorate(['bob@corp.example']);
  expect([...membersOf(found, ['reviewers'])]).toEqual([people.ann]);
  expect([...found.unread.keys()]).toEqual(['bob@corp.example', 'reviewers']);
});
