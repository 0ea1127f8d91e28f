import { count, lasted } from '../view-numbers.ts';
import { date, type Line, line, link, outside, phrase, strong, v, who } from '../view-words.ts';
import type { Advice } from './event.ts';
import { lastedMs } from './lasted-ms.ts';
import { reasonOf } from './reason-of.ts';
import type { IncidentState } from './state.ts';
import { incidentButtons, incidentMore } from './view-buttons.ts';
import { kindWords, leading, numberLines } from './view-numbers.ts';
import { pushOf } from './view-push.ts';
import type { AroundIncident, IncidentView } from './view-shape.ts';

/** An incident as it is read. Pure. */
export function incidentView(state: IncidentState, around: AroundIncident): IncidentView {
  return {
    incident: state.id,
    lane: state.lane,
    header: headerOf(state),
    push: pushOf(state),
    numbers: numberLines(state),
    why: line(outside(beganWords(state), 300)),
    live: liveLines(state, around),
    advice: state.phase === 'open' ? adviceLine(state) : null,
    returning: returningLines(state, around),
    said: saidLines(state),
    links: linksOf(state, around),
    buttons: incidentButtons(state, around),
    more: incidentMore(state, around),
    about: { release: around.lane.live?.release ?? null, reason: reasonOf(state), runbook: around.links.runbook },
    footer: [state.id, around.label].filter((part) => part !== null).join(' · '),
  };
}

function place({ model, environment }: IncidentState): Line {
  return line(outside(model, 50), ' in ', outside(environment, 30));
}

function headerOf(state: IncidentState): Line {
  const what = line(kindWords[state.of], ' of ', place(state));
  switch (state.phase) {
    case 'open':
      return line(state.severity.toUpperCase(), ': ', what);
    case 'resolved':
      return line('Resolved: ', what);
    case 'dismissed':
      return line('Not a problem: ', what);
    case 'ended':
      return line('Over: ', what);
  }
}

/** The first sentence of why is when it began; the rest is why that is recommended. */
function beganWords({ why }: IncidentState): string {
  return /^.*?\.(?= |$)/s.exec(why)?.[0] ?? why;
}

function adviceLine(state: IncidentState): Line {
  const rest = state.why.slice(beganWords(state).length).trim();
  return line(strong(adviceWords(state.advice, state)), rest === '' ? '' : line(' ', outside(rest, 300)));
}

function adviceWords(advice: Advice, { target }: IncidentState): string {
  const words: Record<Advice, string> = {
    'roll-back': `Recommended: roll back to ${v(target)}.`,
    retrain: 'Recommended: retrain.',
    're-evaluate': 'Recommended: evaluate again.',
    'mend-upstream': 'Recommended: mend upstream, do not roll back.',
    look: 'Recommended: look.',
  };
  return words[advice];
}

function liveLines({ phase, live: then }: IncidentState, { lane, cards }: AroundIncident): readonly Line[] {
  const { live, trusted } = lane;
  const back = trusted.find((one) => one.version !== live?.version) ?? null;
  const from = (release: NonNullable<typeof live>['release']): Line => {
    const card = release === null ? undefined : cards.get(release);
    if (release === null) return line();
    return card === undefined ? line(', by ', release) : line(', by ', link(release, card));
  };
  return [
    live === null
      ? line(strong('Nothing is live now'))
      : line(strong(`Live now: v${live.version}`), ', since ', date(live.since), from(live.release)),
    ...(then !== null && live !== null && then.version !== live.version
      ? [line(`It was about v${then.version}`, from(then.release))]
      : []),
    ...(back === null || phase !== 'open'
      ? []
      : [
          line(
            `${back.standing === 'verified' ? 'Last verified' : 'Trusted before'}: v${back.version}`,
            from(back.release),
          ),
        ]),
  ];
}

function returningLines(state: IncidentState, { cards }: AroundIncident): readonly Line[] {
  const { countdown, countdownOver: over, withheld, scored, answered, phase } = state;
  const because = (words: string | null): Line => (words === null ? line() : line(': ', phrase(words, 200)));
  return [
    ...(countdown === null
      ? []
      : [
          line(
            strong(`v${countdown.live} goes back to v${countdown.target} by itself at `),
            date(countdown.until, 'second'),
            strong(', unless someone cancels'),
          ),
        ]),
    ...(over === null
      ? []
      : [
          over.words === null
            ? line('The return was cancelled by ', who(over.by), ', ', date(over.at))
            : line('The countdown ended', because(over.words)),
        ]),
    ...(withheld === null || phase !== 'open' ? [] : [line('Nothing goes back by itself', because(withheld.words))]),
    ...(scored === null ? [] : [line(`v${scored.version} on the same window: `, outside(scored.words, 200))]),
    ...answered.map(({ release, how }) => {
      const card = cards.get(release);
      const named = { rollback: 'Rollback', retrain: 'Retraining', promotion: 'Promotion' }[how];
      return line(strong('Answered: '), `${named} `, card === undefined ? release : link(release, card));
    }),
  ];
}

function saidLines(state: IncidentState): readonly Line[] {
  const { phase, acknowledged, snoozedUntil, dismissed, reminders } = state;
  const over = overAt(state);
  return [
    ...(over === null ? [] : [line('Lasted ', strong(lasted(lastedMs(state))), ', over since ', date(over))]),
    ...(acknowledged === null
      ? []
      : [line('Acknowledged by ', who({ kind: 'person', id: acknowledged.by }), ', ', date(acknowledged.at))]),
    ...(phase === 'open' && snoozedUntil !== null ? [line('Snoozed until ', date(snoozedUntil))] : []),
    ...(phase === 'open' && acknowledged === null && reminders > 0
      ? [line(`Nobody has acknowledged it after ${count(reminders, 'reminder')}`)]
      : []),
    ...(dismissed === null
      ? []
      : [
          line(who(dismissed.by), ' says: ', outside(dismissed.reason, 300)),
          ...(phase === 'dismissed'
            ? [line('Quiet until the next release here, or ', date(dismissed.until, 'day'))]
            : []),
        ]),
  ];
}

/** Null while it goes on, and where somebody said that it was no problem: then nobody knows how long it lasted. */
function overAt({ phase, resolvedAt, endedAt, dismissed }: IncidentState): number | null {
  if (phase === 'open' || phase === 'dismissed' || dismissed !== null) return null;
  return resolvedAt ?? endedAt;
}

function linksOf(state: IncidentState, around: AroundIncident): Line {
  const { links } = around;
  const pressable = incidentButtons(state, around).some(({ verb }) => verb === 'runbook');
  const all = [
    ['Alert', leading(state)?.url ?? null],
    ['Runbook', pressable ? null : links.runbook],
    ['Dashboard', links.dashboard],
    ['Ticket', links.ticket],
  ] as const;
  const shown = all.flatMap(([label, url]) => (url === null ? [] : [link(label, url)]));
  return shown.flatMap((one, at) => (at === 0 ? [one] : line(' · ', one)));
}
