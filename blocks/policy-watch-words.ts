import type { LanePolicy, OwnCheck, Watching } from '../src/release/lane-policy.ts';
import { exactText } from '../src/release/number-text.ts';
import { lasted } from '../src/release/view-numbers.ts';
import { anyOf, code, joined, type Line, line, outside, strong } from '../src/release/view-words.ts';

/** What becomes of what is live: what makes it go back, be trained again and be evaluated again, and who hears of what is wrong. */
export function watchLines(policy: LanePolicy): readonly Line[] {
  const { watching } = policy;
  return [
    holding(policy),
    goingBack(policy),
    trainedAgain(policy),
    evaluatedAgain(policy),
    ...watching.checks.map(asked),
    ...heard(watching),
  ];
}

function holding({ watchMs, watching: { of } }: LanePolicy): Line {
  if (watchMs === 0) return line('What goes live is not watched');
  const span = `What goes live is watched for ${lasted(watchMs)}`;
  return line(of.length === 0 ? span : `${span}, and longer while there are alerts of ${list(of)}`);
}

function goingBack({ watching, mode }: LanePolicy): Line {
  const { onBreach, automates, countdownMs } = watching;
  const asks = 'when people press it: an alert’s thread says which version, and whether it would help';
  if (onBreach === 'ask' || mode !== 'enforce') return line(strong('Goes back: '), asks);
  return line(
    strong('Goes back: '),
    `by itself because of ${list(automates)}, ${lasted(countdownMs)} after a trusted source says so of a version that is being watched; anybody who may answer the alert can cancel that. Else ${asks}`,
  );
}

function trainedAgain({ pattern, trainer }: LanePolicy): Line {
  const how =
    pattern === 'deploy-code' && trainer !== null
      ? 'when people ask for it: advised when inputs have shifted, or it predicts worse and no release is why'
      : 'elsewhere: nothing trains it here';
  return line(strong('Trained again: '), how);
}

function evaluatedAgain({ reevaluateMs }: LanePolicy): Line {
  const due = reevaluateMs === null ? 'when people do it' : `due ${lasted(reevaluateMs)} after the last time`;
  return line(
    strong('Evaluated again: '),
    `${due}; advised when inputs have shifted, or it predicts worse and no release is why`,
  );
}

function asked({ name, of, ask, bound, windowMs, everyMs, breaches }: OwnCheck): Line {
  const windows = breaches === 1 ? 'a window' : `${breaches} windows in a row, each`;
  return line(
    strong('Check '),
    outside(name, 60),
    ` (${words(of)}): `,
    code(ask, 120),
    ` has to be ${bound.sign} ${exactText(bound.value)}; it counts when broken in ${windows} of ${lasted(windowMs)}; asked every ${lasted(everyMs)}`,
  );
}

function heard({ tell, second, remindMs, may, links }: Watching): readonly Line[] {
  const again = remindMs.length === 0 ? 'nobody is reminded' : `again after ${remindMs.map(lasted).join(', ')}`;
  const linked = Object.entries(links).flatMap(([name, url]) =>
    url === null ? [] : [line(name, ' ', code(url, 200))],
  );
  return [
    line(
      strong('Alerts: '),
      tell.length === 0 ? 'the owner hears of them' : line(anyOf(tell), ' hears of them'),
      `; ${again}`,
      second.length === 0 ? '' : line(', from the second time on ', anyOf(second), ', too'),
      may.length === 0 ? '' : line('; answered by ', anyOf(may)),
    ),
    ...(linked.length === 0 ? [] : [line('Links: ', joined(linked, '; '))]),
  ];
}

function list(kinds: readonly string[]): string {
  return kinds.map(words).join(', ');
}

function words(kind: string): string {
  return kind.replace('-', ' ');
}
