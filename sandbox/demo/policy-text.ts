import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Environment, environments } from './eyes.ts';

/** Where the demo's things are, as Signalbox reaches them. */
export type Places = {
  readonly registries: Readonly<Record<Environment, string>>;
  /** Folder with the repository of the fraud model, the data of every environment, and the state of trainings. */
  readonly folder: string;
  /** Folder that holds the program `python` with MLflow. */
  readonly bin: string;
  readonly prometheus: string;
};

/** A further model of the policy. */
export type PolicyModel = {
  readonly name: string;
  /** The model of the file that it is like; churn. */
  readonly like?: 'churn' | 'fraud';
  /** The environments of its path; staging and production. */
  readonly path?: readonly Environment[];
  /** What holds for it instead of what holds for churn, each line as it stands below the model's name; the owner is Ada. */
  readonly lines?: readonly string[] | undefined;
  /** What holds for it besides. */
  readonly more?: readonly string[] | undefined;
};

const file = join(import.meta.dirname, 'policy.yaml');
const warnsForMs = 30 * 24 * 3_600_000;
const writtenDate = 'warn until 2026-12-31';
const written: Readonly<Record<Environment, string>> = {
  dev: 'http://127.0.0.1:5000',
  staging: 'http://127.0.0.1:5001',
  production: 'http://127.0.0.1:5002',
};

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

/** The demo's policy with what is really where, and a warning that has not ended; every further model is as it says, or as one of the file. */
export function policyText(
  { registries, folder, bin, prometheus }: Places,
  models: readonly PolicyModel[] = [],
): string {
  const text = environments
    .reduce((all, one) => all.replace(written[one], registries[one]), readFileSync(file, 'utf8'))
    .replaceAll('/srv/demo', folder)
    .replaceAll('/srv/python/bin', bin)
    .replaceAll('http://127.0.0.1:9090', prometheus)
    .replace(writtenDate, warnForAMonth(Date.now()));
  const entries = models.map((model) => `  ${model.name}:\n${linesOf(model, text).join('\n')}`);
  const whole = [text.trimEnd(), ...entries, ''].join('\n');
  const tried = models.some(({ lines }) => lines?.some((line) => line.includes('trial')));
  return tried ? whole.replace('\nregistries:', `${trials}\nregistries:`) : whole;
}

function linesOf({ like = 'churn', lines, more = [], path = ['staging', 'production'] }: PolicyModel, text: string) {
  const own = [...(lines === undefined ? [] : ['owner: U0ADA', ...lines]), ...more].map((line) => `    ${line}`);
  if (lines !== undefined) return own;
  return [
    ...entryOf(text, like)
      .replace(/path: .*/, `path: [${path.join(', ')}]`)
      .split('\n'),
    ...own,
  ];
}

/** What stands below a model's name. */
function entryOf(text: string, name: string): string {
  const entry = new RegExp(`^ {2}${name}:\n((?: {4}.*\n)+)`, 'm').exec(text)?.[1];
  if (entry === undefined) throw new Error(`${file} no longer has the model ${name}`);
  return entry.trimEnd();
}
