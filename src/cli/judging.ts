import { readJudgingToolConfig } from '../config.ts';
import { check } from '../release-service/check.ts';
import type { Deps } from '../release-service/deps.ts';
import type { Database } from '../store/database.ts';
import { checkJson } from './check-json.ts';
import { checkLines } from './check-words.ts';
import { deskOf } from './desk.ts';
import type { Judged } from './judged.ts';
import { refusalText } from './line-text.ts';
import { notUsable, policyOnDisk } from './policy-file.ts';
import { versionAsked } from './target.ts';
import { type ExitCode, print, usageError } from './verb.ts';
import { withDatabase } from './with-database.ts';

/** What is judged, and how it is told. */
export interface Judging {
  readonly model: string;
  /** With its version, as typed; for a run the model alone. */
  readonly typed: string;
  readonly run: string | null;
  readonly environment: string | undefined;
  /** In place of SIGNALBOX_POLICY, and of the active policy. */
  readonly file: string | null;
  readonly json: boolean;
}

/** Judges as a release is judged and tells it, creating nothing: 0 when no gate keeps it back, 1 when some do, 2 when nobody could tell. */
export async function judge(judging: Judging): Promise<ExitCode> {
  const config = readJudgingToolConfig();
  if (config.kind === 'problems') return usageError(config.problems.join('\n'));
  const { SIGNALBOX_POLICY, REDIS_URL, SLACK_BOT_TOKEN, SLACK_API_URL } = config.value;
  const file = judging.file ?? SIGNALBOX_POLICY ?? null;
  if (file === null && REDIS_URL === undefined)
    return usageError('Set SIGNALBOX_POLICY to a policy file, or REDIS_URL to judge with the active policy.');
  const onDisk = file === null ? null : await policyOnDisk(file);
  if (onDisk !== null && onDisk.kind !== 'read') return notUsable(onDisk);
  const policyText = onDisk?.text ?? null;
  const slack = SLACK_BOT_TOKEN === undefined ? null : { SLACK_BOT_TOKEN, SLACK_API_URL };
  const judged = async (db: Database | null) =>
    judgeAt(await deskOf({ db, policyText, slack, model: judging.model }), judging);
  return REDIS_URL === undefined ? judged(null) : withDatabase(judged);
}

/** The same at a desk. */
export async function judgeAt(
  desk: Deps & Judged['desk'],
  { typed, environment, run, json }: Judging,
): Promise<ExitCode> {
  const asked = versionAsked(typed, environment);
  if (asked === null) return usageError(`${typed} is not a model with a version. Write churn@14, or churn.`);
  const answer = await check(desk, asked, null, run);
  if (answer.kind === 'refused') return usageError(refusalText(answer.refusal));
  const judged = { report: answer.found, run, desk };
  const document = checkJson(judged);
  if (json) print(JSON.stringify(document, null, 2));
  else print(...checkLines(judged));
  if (document.passed === null) return 2;
  return document.passed ? 0 : 1;
}
