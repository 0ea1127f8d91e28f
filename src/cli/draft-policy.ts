import { stringify } from 'yaml';
import { Name } from '../policy/names.ts';
import type { RegisteredModel } from '../ports.ts';
import type { Version } from '../release/ids.ts';
import { count } from '../release/view-numbers.ts';
import { clean } from './words.ts';

/** How people in a registry say which version is live: by alias, by MLflow's older stages, or not at all. */
export type Standing = 'champion' | 'Production stage' | 'nothing';

/** One model as it was found. */
export interface Found {
  readonly name: string;
  readonly standing: Standing;
  readonly version: Version | null;
}

/** How the policy says that Signalbox gets in. */
export type WayIn = 'none' | 'bearer' | { readonly basic: string };

/** What says which version is live, the alias first. */
export function standingOf({ name, aliases, stages }: RegisteredModel): Found {
  const champion = aliases.get('champion');
  if (champion !== undefined) return { name, standing: 'champion', version: champion };
  const staged = stages?.get('Production');
  return staged === undefined
    ? { name, standing: 'nothing', version: null }
    : { name, standing: 'Production stage', version: staged };
}

/** How many of each, in one line. */
export function counted(models: readonly Found[]): string {
  const of = (standing: Standing) => models.filter((model) => model.standing === standing).length;
  return `${count(models.length, 'model')}: ${of('champion')} with the alias champion, ${of('Production stage')} only in the stage Production, ${of('nothing')} with neither.`;
}

export interface Drafting {
  readonly url: string;
  readonly models: readonly Found[];
  readonly auth: WayIn;
  /** The day that it is drafted on. */
  readonly day: string;
}

/** A first policy in which everything is only observed; what people have to fill in is named by `policy check`. */
export function draftPolicy({ url, models, auth, day }: Drafting): string {
  const usable = models.filter(({ name }) => Name.safeParse(name).success);
  const left = models.filter(({ name }) => !Name.safeParse(name).success);
  return `${[
    `# A first policy for ${url}, drafted by signalbox init on ${day}.`,
    `# ${counted(models)}`,
    '# Everything is only observed: Signalbox keeps a record and moves nothing. docs/adopting.md says how to go on.',
    '# "write-…" stands where only people know the answer; signalbox policy check names each.',
    '',
    'admin: write-a-channel-id            # where Signalbox says what concerns no model, such as C0ADMIN',
    '',
    'groups:',
    '  platform: [write-a-member-id]      # who answers for all this: ids such as U0PAT, e-mails, or "@handles"',
    '',
    'environments:',
    '  production:',
    '    registry: mlflow',
    '    channel: write-a-channel-id      # where cards and the daily digest go, such as C0PROD',
    '    approvals: [ { from: [platform], min: 1 } ]   # who has to say yes, once a model is enforced',
    '',
    'registries:',
    `  mlflow: { kind: mlflow, url: ${JSON.stringify(url)}${authOf(auth)} }`,
    '',
    usable.length === 0 ? 'models: {}' : 'models:',
    ...section(usable, 'champion', 'The alias champion says what is live: these are ready.'),
    ...section(
      usable,
      'Production stage',
      'Only a stage says what is live: give that version the alias champion, and these are ready too.',
    ),
    ...section(
      usable,
      'nothing',
      'Nothing says what is live: give a version the alias champion once one is, or take the model out.',
    ),
    ...leftOut(left),
  ].join('\n')}\n`;
}

function authOf(auth: WayIn): string {
  if (auth === 'none') return '';
  if (auth === 'bearer') return ', auth: { bearer: env:MLFLOW_TRACKING_TOKEN }';
  return `, auth: { basic: { user: ${JSON.stringify(auth.basic)}, password: env:MLFLOW_TRACKING_PASSWORD } }`;
}

function section(models: readonly Found[], standing: Standing, words: string): readonly string[] {
  const own = models.filter((model) => model.standing === standing).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  if (own.length === 0) return [];
  return [`  # ${words}`, ...own.map(modelLine)];
}

function modelLine({ name, version }: Found): string {
  const live = version === null ? '' : ` v${version} is live;`;
  return `  ${stringify(name).trim()}: { owner: platform, path: [production], mode: observe }   #${live} who owns it?`;
}

function leftOut(models: readonly Found[]): readonly string[] {
  if (models.length === 0) return [];
  return [
    '',
    '# Left out, because their names cannot be typed in Slack (letters, digits, dots, dashes and underscores can):',
    ...models.map(({ name }) => `#   ${clean(name)}`),
  ];
}
