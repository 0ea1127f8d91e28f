import type { LaneKey } from '../../src/release/ids.ts';
import { foldIncident } from '../../src/release/incident/evolve.ts';
import { isIncidentEvent } from '../../src/release/incident/lane-incidents.ts';
import type { IncidentState } from '../../src/release/incident/state.ts';
import type { Known } from '../../src/store/derive.ts';
import { derive } from '../../src/store/derive.ts';
import { decodeEntry } from '../../src/store/entries.ts';

/** What a log tells in short: where each release stands, and each lane. Frozen with the log, so that both are compared for ever. */
export function told(lines: readonly string[]) {
  const nothing: Known = { releases: new Map(), lanes: new Map<LaneKey, never>() };
  const { releases, lanes } = derive(nothing, lines.map(decodeEntry));
  const incidents = incidentsIn(lines);
  return {
    ...(Object.keys(incidents).length > 0 && { incidents }),
    releases: Object.fromEntries(
      [...releases].map(([stream, { after }]) => [
        stream,
        {
          phase: after.phase,
          length: after.length,
          approvals: after.approvals.length,
          live: after.live?.version ?? null,
          steps: after.execution?.steps.map(({ kind, status, attempt }) => `${kind} ${status} ${attempt}`) ?? [],
        },
      ]),
    ),
    lanes: Object.fromEntries(
      [...lanes].map(([lane, { live, trusted, holder, queue, open, pauses }]) => [
        lane,
        {
          live: live === null ? null : `${live.version} ${live.standing}`,
          trusted: trusted.map(({ version }) => version),
          holder,
          queue,
          open: open.map(({ release, phase }) => `${release} ${phase}`),
          pauses: pauses.map(({ cause }) => cause),
        },
      ]),
    ),
  };
}

function incidentsIn(lines: readonly string[]) {
  const told = lines
    .map((line) => decodeEntry(line))
    .flatMap(({ stream, event, at, by, index }) => (isIncidentEvent(event) ? [{ stream, event, at, by, index }] : []));
  const streams = [...Map.groupBy(told, ({ stream }) => stream)];
  return Object.fromEntries(streams.map(([stream, log]) => [stream, inShort(foldIncident(log))]));
}

function inShort(state: IncidentState | null) {
  if (state === null) return null;
  const { phase, severity, symptoms, acknowledged, snoozedUntil, reminders, countdown, answered, withheld } = state;
  return {
    phase,
    severity,
    symptoms: symptoms.map(({ key, resolvedAt }) => `${key} ${resolvedAt === null ? 'fires' : 'is over'}`),
    acknowledged: acknowledged?.by ?? null,
    snoozedUntil,
    reminders,
    countdown: countdown?.until ?? null,
    answered: answered.map(({ release, how }) => `${how} ${release}`),
    withheld: withheld?.guard ?? null,
  };
}
