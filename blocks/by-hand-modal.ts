import type { ModalView } from '@slack/types';
import { type HandMove, handMovesOf } from '../src/release/by-hand.ts';
import type { ReleaseState } from '../src/release/state.ts';
import type { Execution } from '../src/release/state-execution.ts';
import { v } from '../src/release/view-words.ts';
import { text } from './leaves.ts';
import { plainText, richText } from './message.ts';
import { readModal } from './modal.ts';
import { tame } from './text.ts';

/** What a person would type to finish or undo a failed release without Signalbox, with MLflow's own client. */
export function byHandModal({ execution, registry, model, environment }: ReleaseState): ModalView {
  if (execution === null) {
    return readModal('Commands by hand', [
      { type: 'section', text: plainText('Nothing was begun, so there is nothing to do by hand.', 200) },
    ]);
  }
  const { name } = execution.targets;
  const { finish, undo } = handMovesOf(execution.targets);
  return readModal('Commands by hand', [
    ...richText(
      words(
        `In Python, with MLFLOW_TRACKING_URI set to the registry ${tame(registry, 60)}. Then press Abandon and say what you did.`,
      ),
      words('To finish it:'),
      script(finish.map((move) => python(name, move))),
      words('To undo it:'),
      script(undo.map((move) => python(name, move))),
      ...(serves(execution) ? [words(servingWords(execution, model, environment))] : []),
    ),
  ]);
}

function serves({ steps }: Execution): boolean {
  return steps.some(({ kind }) => kind === 'move-serving');
}

/** What serves a model is no registry of ours: its own tools move it. */
function servingWords({ targets: { champion } }: Execution, model: string, environment: string): string {
  const where = `${tame(model, 60)} in ${tame(environment, 40)}`;
  return `What serves ${where} is told apart from the registry, with its own tools. To finish it: have it serve ${v(champion.to)}. To undo it: have it serve ${v(champion.from)}.`;
}

function words(said: string) {
  return { type: 'rich_text_section' as const, elements: [text(said)] };
}

function script(lines: readonly string[]) {
  const code = ['from mlflow import MlflowClient', 'client = MlflowClient()', ...lines].join('\n');
  return { type: 'rich_text_preformatted' as const, elements: [{ type: 'text' as const, text: code }] };
}

function python(name: string, move: HandMove): string {
  const model = JSON.stringify(tame(name, 250));
  if (move.kind === 'stage')
    return `client.transition_model_version_stage(${model}, "${move.version}", "${move.stage}", archive_existing_versions=True)`;
  return move.version === null
    ? `client.delete_registered_model_alias(${model}, "${move.alias}")`
    : `client.set_registered_model_alias(${model}, "${move.alias}", "${move.version}")`;
}
