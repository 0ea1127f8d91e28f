import type { GateConfig, GateMode, LanePolicy } from '../src/release/lane-policy.ts';
import { count, lasted } from '../src/release/view-numbers.ts';
import { anyOf, code, date, few, joined, type Line, line, outside, strong } from '../src/release/view-words.ts';
import { approvalWords } from './approval-words.ts';
import { calendarWords } from './calendar-words.ts';
import type { People } from './leaves.ts';
import { listMessage } from './lists.ts';
import type { Message } from './message.ts';
import { watchLines } from './policy-watch-words.ts';
import { workLines } from './policy-work-words.ts';

/** The effective policy of one lane, with its gates' labels. */
export interface PolicyView {
  readonly policy: LanePolicy;
  readonly gates: readonly { readonly label: string; readonly mode: GateMode }[];
}

/** What the policy asks for in one environment, in words. */
export function policyMessage({ policy, gates }: PolicyView, people: People): Message {
  return listMessage(
    {
      title: line(strong('Policy of '), outside(policy.model, 60), ' in ', outside(policy.environment, 40)),
      items: [
        ...modeLines(policy),
        ...workLines(policy),
        ...approvalLines(policy),
        ...gateLines(policy, gates),
        ...timeLines(policy),
        ...watchLines(policy),
        ...peopleLines(policy),
        ...otherLines(policy),
      ],
      rest: (more) => line(`and ${count(more, 'more line')}: signalbox policy explain prints all`),
      footer: `policy ${policy.number}, digest ${policy.digest.slice(0, 12)}`,
    },
    people,
  );
}

const modes: Record<LanePolicy['mode'], string | null> = {
  enforce: null,
  advise: 'Only advised on: a card says what the gates say, and nothing moves.',
  observe: 'Only observed: versions are noted in one daily digest, and nothing moves.',
};

function modeLines({ mode, path }: LanePolicy): readonly Line[] {
  const words = modes[mode];
  return [
    ...(words === null ? [] : [line(strong(words))]),
    line(
      'Path: ',
      joined(
        path.map((one) => [outside(one, 30)]),
        ' → ',
      ),
    ),
  ];
}

const excluded: Record<LanePolicy['exclude'][number], string> = {
  requester: 'whoever asks',
  'run-author': 'whoever ran the training',
  'commit-author': 'whoever wrote the commit',
};

function approvalLines({ approvals, exclude, unknownPerson, checklist }: LanePolicy): readonly Line[] {
  if (approvals === 'none') return [line(strong('Approvals: '), 'none; what passes its gates goes live by itself')];
  const authors = exclude.some((one) => one !== 'requester');
  return [
    line(strong('Approvals: '), approvalWords(approvals)),
    ...(exclude.length === 0 ? [] : [line(`Cannot count: ${exclude.map((one) => excluded[one]).join(', ')}`)]),
    ...(authors
      ? [line(`An author whom nobody knows: ${unknownPerson === 'refuse' ? 'refused' : 'one more approval'}`)]
      : []),
    ...Object.entries(checklist).map(([group, boxes]) =>
      line(
        'Boxes for ',
        anyOf([group]),
        ': ',
        few(
          boxes.map((box) => line('“', outside(box, 75), '”')),
          8,
        ),
      ),
    ),
  ];
}

function gateLines({ gates: configs }: LanePolicy, gates: PolicyView['gates']): readonly Line[] {
  if (gates.length === 0) return [line(strong('Gates: '), 'none')];
  return [
    line(strong(`Gates: ${gates.length}`)),
    ...gates.map(({ label, mode }, at) =>
      line('· ', code(label, 60), details(configured(configs[at])), modeWords(mode)),
    ),
  ];
}

function details(words: string): Line {
  return words === '' ? [] : line(': ', outside(words, 160));
}

/** What a gate's label does not say: lists and mappings, as the policy has them. */
function configured(config: GateConfig | undefined): string {
  return Object.entries(config ?? {})
    .filter(([key, value]) => key !== 'mode' && typeof value === 'object')
    .map(([key, value]) => (key === config?.kind ? written(value) : `${key} ${written(value)}`))
    .join('; ');
}

/** A list with commas, a mapping by its keys; what is just `true` is said by its key. */
function written(value: unknown): string {
  if (Array.isArray(value)) return value.map(written).join(', ');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([key, one]) => (one === true ? key : `${key} ${written(one)}`))
    .join('; ');
}

function modeWords(mode: GateMode): Line {
  switch (mode.kind) {
    case 'block':
      return [];
    case 'warn':
      return line(' (warns until ', date(mode.until, 'day'), ', then blocks)');
    case 'off':
      return line(' (off: ', outside(mode.because, 120), ')');
  }
}

function timeLines({ expiresMs, remindMs, calendar }: LanePolicy): readonly Line[] {
  return [
    line(`A request stands for ${lasted(expiresMs)}`),
    line(remindMs.length === 0 ? 'Nobody is reminded' : `Those missing are reminded after ${spans(remindMs)}`),
    ...calendar.map((rule) => line(strong('Nothing moves '), calendarWords(rule))),
  ];
}

function spans(all: readonly number[]): string {
  return all.map(lasted).join(' and ');
}

function peopleLines({ rollback, breakGlass, may, owner }: LanePolicy): readonly Line[] {
  const rights = Object.entries(may).map(([verb, who]) =>
    line(`${verb}: `, who === 'everybody' ? 'everybody' : who.length === 0 ? 'nobody' : anyOf(who)),
  );
  return [
    line(
      strong('Rollback: '),
      rollback.onCall.length === 0
        ? 'nobody alone'
        : line(anyOf(rollback.onCall), ' alone to the last verified version'),
      rollback.approvals.length === 0 ? '' : line('; else ', approvalWords(rollback.approvals)),
    ),
    line(strong('Break-glass: '), breakGlass.length === 0 ? 'nobody' : anyOf(breakGlass)),
    line(strong('May '), joined(rights, '; ')),
    ...(owner.length === 0 ? [] : [line(strong('Owner: '), anyOf(owner))]),
  ];
}

const opening: Record<LanePolicy['opens'], string> = {
  candidate: 'the alias candidate opens a request by itself',
  'every-version': 'every new version opens a request by itself',
  never: 'requests are opened by people only',
};

function otherLines({ opens, show, notice, team }: LanePolicy): readonly Line[] {
  return [
    line(`Requests: ${opening[opens]}`),
    ...(show.length === 0
      ? []
      : [
          line(
            'Shown to reviewers: ',
            few(
              show.map(({ artifact }) => [code(artifact, 80)]),
              8,
            ),
          ),
        ]),
    ...(team === null ? [] : [line('Team: ', outside(team, 60))]),
    ...(notice === null ? [] : [line('“', outside(notice, 240), '”')]),
  ];
}
