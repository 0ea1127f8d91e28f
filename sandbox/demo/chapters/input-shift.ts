import { join } from 'node:path';
import { retrainIncident } from '../../../blocks/incident-actions.ts';
import { holidays, type Transaction, transactions, transactionsOf, writeTable } from '../fraud/data.ts';
import { driftOf } from '../fraud/drift.ts';
import { sendReport } from '../reports.ts';
import type { Tale } from '../tale.ts';
import { approvedBy, liveInProduction } from './asking.ts';
import { predictsWith, type Served, whileServed } from './served.ts';
import { trainingsOf } from './trained-there.ts';

const fewest = 4_000;
const why = 'the holidays have begun';

/** What callers send is not what the model was trained on: no version before would do better, so the same commit is trained on the new window. */
export async function inputShift(tale: Tale): Promise<void> {
  await whileServed(tale, { transactions: transactions(holidays) }, async (served) => {
    await predictsWith(tale, served, '1');
    await reported(tale, served);
    const window = served.callers.logged.slice(-fewest);
    await trainedOn(window, tale);
    await approvedBy(tale, 'grace', 'karen');
    await liveInProduction(tale, '2');
    await predictsWith(tale, served, '2');
    await overAgain(tale, served, window);
  });
}

/** A report compares what was logged of the requests with what v1 was trained on. */
async function reported(tale: Tale, { callers }: Served): Promise<void> {
  const { model, stage } = tale;
  const reference = transactions(transactionsOf.production);
  await tale.check('so many requests were logged that a report says something', () => callers.logged.length >= fewest);
  const window = callers.logged.slice(-fewest);
  const samples = { current: window.length, reference: reference.length };
  const state = await sendReport(stage.system.origin, { model, drift: driftOf(reference, window), samples });
  await tale.check('the drift report finds that inputs have shifted', () => state === 'firing');
  await tale.check('the alert names the inputs, and recommends to retrain, not to roll back', () =>
    tale.said('production', 'WARNING: input drift of', model, 'amount', 'Recommended: retrain.'),
  );
}

/** Production's newest data are the requests that were logged, with what became of them. */
async function trainedOn(window: readonly Transaction[], tale: Tale): Promise<void> {
  const { model, stage } = tale;
  await writeTable(join(stage.ground, 'data/production', `${model}.csv`), window);
  await tale.press('ada', retrainIncident);
  await tale.because('ada', why);
  await tale.check('the alert says that it is answered', () =>
    tale.said('production', 'input drift of', model, 'Answered:', 'Retraining'),
  );
  await tale.check('what was trained comes back for review, with its number there, and nothing has moved', async () => {
    const asked = tale.card('production', 'Review: ', model, why, '0 of 2 approvals', '[Approve]');
    return asked && (await tale.champion('production')) === '1';
  });
  await tale.check('it is the commit of v1, trained once more, on the window', async () => {
    const [run, ...others] = await trainingsOf(tale, 'production');
    return others.length === 0 && run?.tags['mlflow.source.git.commit'] === stage.repository.commits.first.id;
  });
}

/** The next report compares with what v2 was trained on. */
async function overAgain(tale: Tale, { callers }: Served, reference: readonly Transaction[]): Promise<void> {
  const { model, stage } = tale;
  const window = callers.logged.slice(-fewest);
  const samples = { current: window.length, reference: reference.length };
  await sendReport(stage.system.origin, { model, drift: driftOf(reference, window), samples });
  await tale.check('compared with what v2 was trained on nothing has shifted: the alert is over', () =>
    tale.said('production', 'Resolved: input drift of', model),
  );
}
