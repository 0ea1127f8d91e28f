import { code, type Line, line, outside, strong } from '../src/release/view-words.ts';
import type { People } from './leaves.ts';
import { listMessage } from './lists.ts';
import type { Message } from './message.ts';

/** How one verb is written. */
export interface Usage {
  readonly verb: string;
  readonly usage: string;
  readonly example: string;
}

const about: Readonly<Record<string, readonly string[]>> = {
  promote: [
    'Asks to make a version live in an environment. Reviewers decide on the card that follows.',
    'Without a version: the one called candidate. Without an environment: the next one on the model’s path.',
    'At a commit or tag: what was trained at it in the environment before. It is trained again where the pattern is deploy-code; reuse v14 takes a version that was trained there before, with a reason.',
  ],
  rollback: [
    'Puts the last verified version back, or the one you name. You see what it would do before anything happens.',
    'It needs a reason. On-call alone may roll back to the last verified version; pauses never stop it.',
  ],
  check: [
    'What would happen if you asked for this version now: gate by gate, who could approve, what it would wait for.',
    'It opens nothing. Files that nobody has looked at yet are read first, which can take a minute.',
  ],
  retrain: [
    'Trains the commit of what is live once more, on today’s data. What comes of it is reviewed like any other version.',
    'It needs a reason. Without an environment: the last one on the path with something live.',
  ],
  policy: [
    'What the policy asks for here: approvals, gates, when nothing moves, who may do what.',
    'Without an environment: the last one on the model’s path.',
  ],
  'break-glass': [
    'Lets a version in past gates, approvals and calendar, on the word of one person. You see what is skipped before anything happens.',
    'Only those whom the policy names under “break-glass” can. It needs a reason, all approvers are told, and another person has to review it.',
  ],
  status: ['What is live, what is open and what is paused. With a model: everything about it.'],
  history: [
    'Who released what, when and how it ended. With a date: what was live then, who let it in, on which evidence.',
  ],
  show: ['One version on one page: its run, its numbers, its files, its releases. Without a version: what is live.'],
  trace: [
    'From what is live to its release, run, commit, data, verdicts and approvers, in every environment.',
    'With a version: that one, along the path. At a commit or tag: every version that was trained at it.',
  ],
  pending: ['What waits for you, then what waits for others.'],
  help: ['This. With a verb: more about it.'],
  pause: [
    'Lets nothing new go live in an environment or of a model, until you resume or until the time you name.',
    'It needs a reason. Rollbacks still go through.',
  ],
  resume: ['Ends a pause. What waited goes on by itself.'],
};

/** All verbs in one list, or one of them in full. `asked` is a verb of the list, or null for all. */
export function helpMessage(command: string, usages: readonly Usage[], asked: string | null, people: People): Message {
  const one = usages.find(({ verb }) => verb === asked);
  const items = one === undefined ? usages.map((usage) => listed(command, usage)) : inFull(command, one);
  const title = one === undefined ? line(strong('What you can type')) : line(strong(one.verb));
  return listMessage({ title, items, rest: () => [] }, people);
}

function listed(command: string, { verb, usage }: Usage): Line {
  const [first] = about[verb] ?? [];
  return line(code(`${command} ${usage}`, 120), first === undefined ? '' : ` ${first}`);
}

function inFull(command: string, { verb, usage, example }: Usage): readonly Line[] {
  return [
    line(code(`${command} ${usage}`, 120)),
    ...(about[verb] ?? []).map((words) => line(words)),
    line('For example: ', code(`${command} ${example}`, 120)),
  ];
}

/** A command that could not be read: what was not understood, and what can be typed instead. */
export function misunderstoodMessage(words: string, people: People): Message {
  return listMessage({ title: [outside(words, 600)], items: [], rest: () => [] }, people);
}
