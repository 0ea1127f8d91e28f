import type { Traced, TracedPlace, TracedVersion } from '../src/release/traced.ts';
import { count } from '../src/release/view-numbers.ts';
import { code, date, few, type Line, line, outside, person, strong, v, who } from '../src/release/view-words.ts';
import type { People } from './leaves.ts';
import { listMessage } from './lists.ts';
import type { Message } from './message.ts';

/** From what is live back to what it was trained of; or from a commit to every version that came of it. */
export function traceMessage({ model, commit, places }: Traced, people: People): Message {
  const at = commit === null ? '' : line(' at commit ', code(commit.slice(0, 12), 12));
  return listMessage(
    {
      title: line(strong('Trace of '), outside(model, 80), at),
      items: places.flatMap((place) => placeLines(place, commit)),
      rest: (more) => line(`${count(more, 'more line')}: name an environment with “in …”`),
    },
    people,
  );
}

/** The same lines where there are no blocks. */
export function traceLines({ places, commit }: Traced): readonly Line[] {
  return places.flatMap((place) => placeLines(place, commit));
}

function placeLines(place: TracedPlace, commit: string | null): readonly Line[] {
  const { environment, registry, versions, unread } = place;
  const nothing = commit === null ? 'not there' : 'nothing was trained at it';
  const none = unread === null ? nothing : 'nothing in the log';
  const away = line('  Could not ask ', outside(registry, 40), ': ', outside(unread ?? '', 120));
  return [
    ...(versions.length === 0 ? [line(outside(environment, 40), `: ${none}`)] : []),
    ...versions.flatMap((one) => versionLines(environment, one)),
    ...(unread === null ? [] : [away]),
  ];
}

function versionLines(environment: string, one: TracedVersion): readonly Line[] {
  const data = one.datasets.map(({ name, digest }) => line(outside(name, 40), ' ', code(digest.slice(0, 12), 12)));
  return [
    line(outside(environment, 40), ': ', strong(v(one.version)), standing(one)),
    ...byLines(one),
    line('  Run ', one.run === null ? 'not known' : code(one.run, 36), ', commit ', commitWords(one)),
    ...(data.length === 0 ? [] : [line('  Data: ', few(data, 6))]),
    ...gateLines(one),
  ];
}

function standing({ live, release, gone }: TracedVersion): Line {
  const since = live === null || live.standing === 'baseline' ? '' : line(', live since ', date(live.since));
  const was = release?.live == null ? '' : line(', was live on ', date(release.live.at, 'day'));
  const words = {
    watching: ', being watched',
    verified: ', verified',
    baseline: ', live before Signalbox',
    outside: ', not reviewed',
  };
  return line(live === null ? was : line(since, words[live.standing]), gone ? ', removed from its registry' : '');
}

function byLines({ release, letIn, approvedBy, evidence }: TracedVersion): readonly Line[] {
  const people = few(
    approvedBy.map((id) => [person(id)]),
    5,
  );
  const words = {
    approvals: line('approved by ', people),
    automatic: line('let in by its gates alone'),
    'on-call': line('on the word of on-call', approvedBy.length === 0 ? '' : line(', ', people)),
    return: line('back by itself, after an alert'),
    'break-glass': line('by break-glass', approvedBy.length === 0 ? '' : line(', ', people)),
    unknown: line('nobody knows who let it in'),
  };
  const from = release === null ? '' : line(`${release.id}, asked by `, who(release.opened.by), ', ');
  const seen = evidence === null ? '' : line(', evidence ', code(evidence.slice(0, 12), 12));
  return [line('  ', from, words[letIn], seen)];
}

function commitWords({ commit }: TracedVersion): Line {
  return commit === null ? line('not known') : line(code(commit.slice(0, 12), 12));
}

/** What did not pass is named; the log's verdicts go before the tag that the version carries. */
function gateLines({ verdicts, gates }: TracedVersion): readonly Line[] {
  const judged = verdicts.filter(({ status }) => status !== 'off');
  if (judged.length === 0) return gates === null ? [] : [line('  Gates: ', outside(gates, 120))];
  const open = judged.filter(({ status }) => status !== 'pass');
  const named = open.map(({ gate }) => line(outside(gate, 40)));
  return [
    line(
      `  Gates: ${judged.length - open.length} of ${judged.length} passed`,
      named.length === 0 ? '' : line('; not: ', few(named, 4)),
    ),
  ];
}
