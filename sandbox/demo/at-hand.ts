import { join } from 'node:path';
import type { Keep } from './endings.ts';
import { type Environment, environments } from './eyes.ts';
import { trainByHand } from './fraud/train.ts';
import type { Hands } from './hands.ts';
import { followNews } from './news.ts';
import { type Print, progress, seconds } from './progress.ts';
import { people, prompt, typed } from './prompt.ts';
import { type Scenes, scenesAt } from './scenes.ts';
import { type Surroundings, startSurroundings } from './surroundings.ts';
import { type System, startSystem } from './system.ts';

/** The whole product on this machine, with models to release, for as long as somebody wants to try it. */
export async function atHand(print: Print, keep: Keep): Promise<void> {
  const began = Date.now();
  print('Starting Signalbox and everything around it\n');
  const step = progress(print);
  const surroundings = await startSurroundings(step, print, keep);
  const { folder, hands, urls, ground, bin } = surroundings;
  await step('two models trained on real data', () => Promise.all([history(hands, urls), fraudHistory(surroundings)]));
  const system = await startSystem({ folder, places: { registries: urls, folder: ground, bin }, step });
  keep(() => system.stop());
  await step('Signalbox', () => system.start('all'));
  print(`\nAll is up after ${seconds(began)}.\n${whereToLook(surroundings, system)}`);
  followNews(system.slack.world, print);
  await hands.alias(urls.dev, 'churn', 'candidate', '2');
  const scenes = scenesAt({ surroundings, system, print });
  keep(() => scenes.stop());
  await untilTheEnd(system, scenes, print);
}

/** What has happened to churn before the demo begins: v1 is live, v2 is better, v3 worse, v4 forgot a metric, v5 is worse on a slice. */
async function history(hands: Hands, urls: Surroundings['urls']): Promise<void> {
  for (const url of [urls.production, urls.staging, urls.dev])
    await hands.register(url, 'churn', await hands.train(url, 'live'), 'champion');
  for (const kind of ['better', 'worse', 'incomplete', 'uneven'] as const)
    await hands.register(urls.dev, 'churn', await hands.train(urls.dev, kind));
}

/** What has happened to fraud: every environment trained v1 on its own data; Ada has trained v2 in dev, at a later commit. */
async function fraudHistory({ hands, urls, repository, ground, bin }: Surroundings): Promise<void> {
  const train = (environment: Environment, { id: commit }: { readonly id: string }) => {
    const [server, data] = [urls[environment], join(ground, 'data', environment)];
    return trainByHand(repository, { environment, commit, model: 'fraud', server, data, bin });
  };
  const { first, better } = repository.commits;
  for (const name of environments) {
    await train(name, first);
    await hands.alias(urls[name], 'fraud', 'champion', '1');
  }
  await train('dev', better);
}

function whereToLook({ urls }: Surroundings, { slack, origin, policyFile, watching }: System): string {
  return `
  Open this            ${slack.url}/#ada/dev   (Slack, here; top left you choose who you are)

  MLflow, dev          ${urls.dev}/#/models
  MLflow, staging      ${urls.staging}/#/models
  MLflow, production   ${urls.production}/#/models
  Prometheus           ${watching.prometheus}
  Signalbox            ${origin}
  The policy           ${policyFile}

The model churn is trained once and moves on: v1 is live everywhere, v2 is better, v3 is worse, v4 forgot
to log a metric, v5 is better on the whole and worse for customers of high value.
The model fraud is trained in every environment, on its data, from a git repository: v1 is live everywhere,
v2 is what dev made of a later commit.
Ada has just called churn v2 a candidate, so Signalbox takes it live in dev by itself.
Your first approval, when the card says Verified: press the same buttons on the page, or type here

  press Request staging
  press Request production
  as grace
  press Approve
  as karen
  press Approve

Then try: /mlops promote fraud@2 to dev, and from there on · /mlops check churn@5 · /mlops promote churn@3 · /mlops policy fraud
As otto, who is on call: /mlops rollback churn because errors doubled
Alerts: play bad has a release go wrong in production, and back by itself · play shift has its inputs shift
The policy file may be changed at any time: it is taken within ten seconds.`;
}

/** Until somebody quits. Without a terminal the control API is the way to act. */
async function untilTheEnd({ slack }: System, scenes: Scenes, print: Print): Promise<void> {
  if (!process.stdin.isTTY) {
    print(
      `\nNo terminal here: act with, for example\n  ${curl(slack.url, 'press', ada)}\n  ${curl(slack.url, 'command', typing)}`,
    );
    return new Promise(() => {});
  }
  print('\nWho is here:');
  people(print);
  print('\nWhat you can type (Ctrl-C ends everything):');
  for (const [what, does] of typed) print(`  ${what.padEnd(16)} ${does}`);
  await prompt({ slack, scenes, print });
}

const ada = { as: 'ada', where: { containing: 'release.request-next' }, action: 'release.request-next' };
const typing = { as: 'ada', channel: 'production', command: '/mlops', text: 'status' };

function curl(url: string, what: string, body: object): string {
  return `curl -s ${url}/control/${what} -H 'content-type: application/json' -d '${JSON.stringify(body)}'`;
}
