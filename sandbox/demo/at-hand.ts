import type { Keep } from './endings.ts';
import type { Hands } from './hands.ts';
import { followNews } from './news.ts';
import { type Print, progress, seconds } from './progress.ts';
import { people, prompt, typed } from './prompt.ts';
import { startSurroundings } from './surroundings.ts';
import { type System, startSystem } from './system.ts';

type Urls = { readonly staging: string; readonly production: string };

/** The whole product on this machine, with models to release, for as long as somebody wants to try it. */
export async function atHand(print: Print, keep: Keep): Promise<void> {
  const began = Date.now();
  print('Starting Signalbox and everything around it\n');
  const step = progress(print);
  const { folder, hands, urls } = await startSurroundings(step, print, keep);
  await step('five models trained on real data', () => history(hands, urls));
  const system = await startSystem({ folder, places: urls, step });
  keep(() => system.stop());
  await step('Signalbox', () => system.start('all'));
  print(`\nAll is up after ${seconds(began)}.\n${whereToLook(urls, system)}`);
  followNews(system.slack.world, print);
  await hands.alias(urls.staging, 'churn', 'candidate', '2');
  await untilTheEnd(system, print);
}

/** What has happened before the demo begins: v1 is live, v2 is better, v3 worse, v4 forgot a metric, v5 is worse on a slice. */
async function history(hands: Hands, { staging, production }: Urls): Promise<void> {
  await hands.register(production, 'churn', await hands.train(production, 'live'), 'champion');
  await hands.register(staging, 'churn', await hands.train(staging, 'live'), 'champion');
  for (const kind of ['better', 'worse', 'incomplete', 'uneven'] as const)
    await hands.register(staging, 'churn', await hands.train(staging, kind));
}

function whereToLook({ staging, production }: Urls, { slack, origin, policyFile }: System): string {
  return `
  Open this            ${slack.url}/#ada/staging   (Slack, here; top left you choose who you are)

  MLflow, staging      ${staging}/#/models/churn
  MLflow, production   ${production}/#/models/churn
  Signalbox            ${origin}
  The policy           ${policyFile}

The model churn: v1 is live everywhere, v2 is better, v3 is worse, v4 forgot to log a metric,
v5 is better on the whole and worse for customers of high value.
Ada has just called v2 a candidate, so Signalbox takes it to staging by itself.
Your first approval, when the card says Verified: press the same buttons on the page, or type here

  press Request production
  as grace
  press Approve
  as karen
  press Approve

Then try: /mlops check churn@5 to production · /mlops promote churn@3 · /mlops promote churn@4 · /mlops policy churn
As otto, who is on call: /mlops rollback churn because errors doubled
The policy file may be changed at any time: it is taken within ten seconds.`;
}

/** Until somebody quits. Without a terminal the control API is the way to act. */
async function untilTheEnd({ slack }: System, print: Print): Promise<void> {
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
  await prompt(slack, print);
}

const ada = { as: 'ada', where: { containing: 'release.request-next' }, action: 'release.request-next' };
const typing = { as: 'ada', channel: 'production', command: '/mlops', text: 'status' };

function curl(url: string, what: string, body: object): string {
  return `curl -s ${url}/control/${what} -H 'content-type: application/json' -d '${JSON.stringify(body)}'`;
}
