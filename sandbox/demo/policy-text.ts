import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the demo's registries are, as Signalbox reaches them. */
export type Places = { readonly staging: string; readonly production: string };

/** A further model of the policy. */
export type PolicyModel = {
  readonly name: string;
  /** What holds for it instead of what holds for churn, each line as it stands below the model's name; the owner is Ada. */
  readonly lines?: readonly string[] | undefined;
};

const file = join(import.meta.dirname, 'policy.yaml');
const warnsForMs = 30 * 24 * 3_600_000;
const writtenDate = 'warn until 2026-12-31';

/** Where the story shows how a request ends that nobody decides, also when everything takes longer; the demo at hand has none of these. */
const trials = trial('trial', '40s') + trial('slow-trial', '2m');

function trial(name: string, expires: string): string {
  return `  ${name}:
    registry: production
    channel: C0PROD
    name: "{model}-${name}"
    approvals: [{ from: [reviewers], min: 1 }, { from: [platform], min: 1, required: true }]
    expires: ${expires}
    watch: 5s
`;
}

/** A gate's mode that warns from today on, for a month. */
export function warnForAMonth(now: number): string {
  return `warn until ${new Date(now + warnsForMs).toISOString().slice(0, 10)}`;
}

/** The demo's policy with its servers' addresses and a warning that has not ended; every further model is as it says, or as churn. */
export function policyText({ staging, production }: Places, models: readonly PolicyModel[] = []): string {
  const text = readFileSync(file, 'utf8')
    .replace('http://127.0.0.1:5001', staging)
    .replace('http://127.0.0.1:5002', production)
    .replace(writtenDate, warnForAMonth(Date.now()));
  const entry = /^ {2}churn:\n([\s\S]*)$/m.exec(text)?.[1];
  if (entry === undefined) throw new Error(`${file} no longer ends with the model churn`);
  const entries = models.map(({ name, lines }) => `  ${name}:\n${lines === undefined ? entry.trimEnd() : own(lines)}`);
  const whole = [text.trimEnd(), ...entries, ''].join('\n');
  return models.length === 0 ? whole : whole.replace('\nregistries:', `${trials}\nregistries:`);
}

function own(lines: readonly string[]): string {
  return ['owner: U0ADA', ...lines].map((line) => `    ${line}`).join('\n');
}
