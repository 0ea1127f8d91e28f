import { kindWords } from '../src/release/incident/view-numbers.ts';
import type { LaneIncident, LaneState } from '../src/release/lane-state.ts';
import { count } from '../src/release/view-numbers.ts';
import { date, type Line, line, strong } from '../src/release/view-words.ts';

const most = 6;

/** What is wrong with what is live, a line each: open alerts first, then kinds that are quiet because somebody said that they are no problem. */
export function healthLines({ incidents }: Pick<LaneState, 'incidents'>): readonly Line[] {
  const shown = [...openIncidents({ incidents }), ...incidents.filter(({ phase }) => phase === 'dismissed')];
  return shown
    .slice(0, most)
    .map((one) => line('  ', one.phase === 'dismissed' ? dismissedWords(one) : openWords(one)));
}

/** Open alerts, the worst first. */
export function openIncidents({ incidents }: Pick<LaneState, 'incidents'>): readonly LaneIncident[] {
  const rank = { critical: 0, warning: 1, info: 2 };
  return incidents.filter(({ phase }) => phase === 'open').toSorted((a, b) => rank[a.severity] - rank[b.severity]);
}

/** "2 alerts, 1 kind of alerts quiet", for a line about many models; null where nothing is wrong. */
export function healthNote({ incidents }: Pick<LaneState, 'incidents'>): string | null {
  const open = openIncidents({ incidents }).length;
  const quiet = incidents.filter(({ phase }) => phase === 'dismissed').length;
  const words = [
    ...(open === 0 ? [] : [count(open, 'alert')]),
    ...(quiet === 0 ? [] : [`${count(quiet, 'kind')} of alerts quiet`]),
  ];
  return words.length === 0 ? null : words.join(', ');
}

/** One open alert in words. */
export function openWords({ severity, of, openedAt, acknowledged, incident }: LaneIncident): Line {
  return line(
    strong(`Alert, ${severity}: `),
    `${kindWords[of]} since `,
    date(openedAt),
    acknowledged ? ', acknowledged' : ', nobody has acknowledged it',
    `, ${incident}`,
  );
}

function dismissedWords({ of, until, incident }: LaneIncident): Line {
  const end = until === null ? '' : line(', or ', date(until, 'day'));
  return line(`Alerts of ${kindWords[of]} are quiet until the next release`, end, `, ${incident}`);
}
