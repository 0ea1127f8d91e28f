import { mayVerbs } from '../release/lane-policy.ts';
import { type EffectiveLine, either, one, type Shown } from './effective-line.ts';
import { watchLines } from './effective-watching.ts';
import { closedText, gateText, peopleText, rollbackText, ruleText, shownText, spanText } from './effective-words.ts';
import { workLines } from './effective-workings.ts';
import { entry } from './entry.ts';
import { laneEntries, lanePolicy } from './lane-policy.ts';
import type { Origin } from './layered-gate.ts';
import { layeredGates } from './layers.ts';
import type { Path } from './places.ts';
import type { Policy } from './schema.ts';
import { profileOf } from './standing.ts';
import { valueAt } from './walk.ts';

/** All that holds for a model in an environment, in the order in which people ask about it. */
export function effectiveLines(policy: Policy, raw: unknown, model: string, environment: string): EffectiveLine[] {
  const { own } = laneEntries(policy, model, environment);
  const shown = { policy, raw, own, lane: lanePolicy(policy, 0, model, environment) };
  return [aboutLines, workLines, approvalLines, gateLines, timeLines, watchLines, peopleLines].flatMap((lines) =>
    lines(shown),
  );
}

function aboutLines(shown: Shown): EffectiveLine[] {
  const { lane, own, policy } = shown;
  const { model, environment, team } = lane;
  const profile = profileOf(policy, own, environment);
  return [
    one(shown, 'mode', lane.mode, ['models', model, 'mode']),
    one(shown, 'path', lane.path.join(' → '), ['models', model, 'path']),
    one(shown, 'pattern', lane.pattern, ['models', model, 'pattern']),
    one(shown, 'opens', lane.opens, ['models', model, 'opens']),
    one(shown, 'owner', peopleText(lane.owner), ['models', model, 'owner'], ['teams', team ?? '', 'owner']),
    ...(team === null ? [] : [one(shown, 'team', team, ['teams', team, 'models'])]),
    ...(profile === undefined
      ? []
      : [
          one(shown, 'profile', profile, ['models', model, 'profile'], ['profile'], ['floors', environment, 'profile']),
        ]),
    one(
      shown,
      'channel',
      lane.channel,
      ['teams', team ?? '', 'channels', environment],
      ['environments', environment, 'channel'],
    ),
    one(
      shown,
      'registered',
      `${lane.registeredName} in ${lane.registry}`,
      ['environments', environment, 'name'],
      ['environments', environment, 'registry'],
    ),
    ...(lane.notice === null ? [] : [one(shown, 'notice', lane.notice, ['environments', environment, 'notice'])]),
  ];
}

function approvalLines(shown: Shown): EffectiveLine[] {
  const { lane, own } = shown;
  const { model, environment } = lane;
  const rules = lane.approvals === 'none' ? [] : lane.approvals;
  const added = new Set<unknown>(entry(own['more-approvals'], environment));
  return [
    ...(rules.length === 0 ? [one(shown, 'approvals', 'none', ['environments', environment, 'approvals'])] : []),
    ...rules.map((rule) =>
      one(
        shown,
        'approvals',
        ruleText(rule),
        ...(added.has(rule) ? [['models', model, 'more-approvals', environment]] : []),
        ['environments', environment, 'approvals'],
      ),
    ),
    excludeLine(shown),
    one(shown, 'unknown-person', lane.unknownPerson, ['environments', environment, 'unknown-person']),
    ...Object.entries(lane.checklist).flatMap(([group, boxes]) =>
      boxes.map((box) => one(shown, 'checklist', `${group}: ${box}`, ...boxAt(shown, group, box))),
    ),
  ];
}

/** A floor adds to what is said elsewhere. */
function excludeLine(shown: Shown): EffectiveLine {
  const { exclude, environment } = shown.lane;
  const line = one(shown, 'exclude', exclude.join(', '), ['environments', environment, 'exclude']);
  const floor: Path = ['floors', environment, 'exclude'];
  if (valueAt(shown.raw, floor) === undefined) return line;
  return { ...line, from: [...line.from, { kind: 'floor', path: floor }] };
}

/** Both may have boxes for a group; only one has this. */
function boxAt({ raw, lane }: Shown, group: string, box: string): Path[] {
  const paths: Path[] = [
    ['models', lane.model, 'checklist', group],
    ['environments', lane.environment, 'checklist', group],
  ];
  return paths.filter((path) => [valueAt(raw, path)].flat().includes(box));
}

function gateLines({ policy, lane, own }: Shown): EffectiveLine[] {
  const { model, environment } = lane;
  return layeredGates(policy, model, own, environment).gates.map(({ name, config, from, also = [] }) => {
    const loosened = own.loosen?.findIndex(({ gate }) => gate === name) ?? -1;
    const said: Origin[] = loosened < 0 ? [] : [{ kind: 'file', path: ['models', model, 'loosen', loosened] }];
    return { key: name === null ? 'gate' : `gate ${name}`, text: gateText(config), from: [from, ...also, ...said] };
  });
}

function timeLines(shown: Shown): EffectiveLine[] {
  const { lane, own } = shown;
  const { model, environment } = lane;
  const added = new Set<unknown>(own.calendar);
  return [
    ...lane.calendar.map((rule) =>
      one(shown, 'calendar', closedText(rule), [
        ...(added.has(rule) ? ['models', model] : ['environments', environment]),
        'calendar',
      ]),
    ),
    expiryLine(shown),
    either(shown, 'remind', lane.remindMs.map(spanText).join(', ') || 'none'),
    either(shown, 're-evaluate', lane.reevaluateMs === null ? 'none' : spanText(lane.reevaluateMs)),
    one(shown, 'give-up-after', spanText(lane.giveUpAfterMs), ['environments', environment, 'give-up-after']),
  ];
}

/** A floor counts only where it is less than what would hold without it. */
function expiryLine(shown: Shown): EffectiveLine {
  const { environment, expiresMs } = shown.lane;
  const floor =
    entry(shown.policy.floors, environment)?.expires === expiresMs ? [['floors', environment, 'expires']] : [];
  return one(shown, 'expires', spanText(expiresMs), ['environments', environment, 'expires'], ...floor);
}

function peopleLines(shown: Shown): EffectiveLine[] {
  const { lane } = shown;
  const { model, environment } = lane;
  return [
    one(
      shown,
      'rollback',
      rollbackText(lane.rollback),
      ['environments', environment, 'rollback'],
      ['environments', environment, 'approvals'],
    ),
    either(shown, 'break-glass', peopleText(lane.breakGlass) || 'nobody'),
    ...mayVerbs.map((verb) =>
      one(
        shown,
        `may ${verb}`,
        peopleText(lane.may[verb]),
        ['models', model, 'may', verb],
        ['environments', environment, 'may', verb],
      ),
    ),
    ...Object.entries(lane.groups).map(([group, members]) =>
      one(shown, `group ${group}`, members.join(', '), ['groups', group]),
    ),
    ...lane.show.map((file) => one(shown, 'show', shownText(file), ['models', model, 'show'])),
  ];
}
