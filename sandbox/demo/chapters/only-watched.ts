import type { Tale } from '../tale.ts';

/** A model that Signalbox only advises on: it says what it thinks, asks nobody, and moves nothing. */
export async function advised(tale: Tale): Promise<void> {
  const { stage, model } = tale;
  const { url } = stage.servers.staging;
  await stage.hands.alias(url, model, 'candidate', '2');
  await tale.check(
    'the card says what it thinks, and offers no Approve',
    () =>
      tale.card('staging', `Advice: ${model} v2 → staging`, 'nothing moves', '2 passed') &&
      !tale.card('staging', '[Approve]'),
  );
  await tale.type('ada', `promote ${model}@2`);
  await tale.check('nobody can ask it to move anything', () => tale.told('ada', model, 'dvis'));
  await tale.check(
    'MLflow says that v1 is still champion in staging',
    async () => (await tale.champion('staging')) === '1',
  );
  await stage.hands.alias(url, model, 'champion', '2');
  await tale.check('ada moves it by hand: the card says so', () => tale.card('staging', `Live by hand: ${model} v2`));
  await tale.check(
    'nothing is paused by that, and it is advised on for production',
    () => tale.card('production', `Advice: ${model}`, '→ production') && !tale.said('staging', 'paused until'),
  );
}

/** A model that Signalbox only keeps the record of: nobody reads a word, and the log knows all. */
export async function observed(tale: Tale): Promise<void> {
  const { stage, model } = tale;
  const { url } = stage.servers.staging;
  await stage.hands.alias(url, model, 'candidate', '2');
  await tale.check('history has what came', async () => {
    await tale.type('alan', `history ${model} in staging`);
    return tale.told('alan', 'History of', model, 'v2');
  });
  await stage.hands.alias(url, model, 'champion', '2');
  await tale.check('status knows what is live, moved by hand', async () => {
    await tale.type('alan', `status ${model}`);
    return tale.told('alan', model, 'observed; Live now: v2, moved from outside');
  });
  await tale.check(
    'there is no card and no word in any channel, and nobody was notified',
    () => tale.cards('staging').length + tale.cards('production').length === 0 && !tale.pinged('ada', 'staging'),
  );
}

/** Only a word about itself. */
export function inMode(mode: 'observe' | 'advise'): readonly string[] {
  return ['path: [staging, production]', `mode: ${mode}`, 'gates: [{ improves: auc }, { metric: auc, min: 0.80 }]'];
}
