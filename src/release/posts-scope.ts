import type { Entry, StreamId } from './event.ts';
import type { PrincipalRef } from './lane-policy.ts';
import type { LaneState } from './lane-state.ts';
import { baselineLine, causes, resumedLine, type Told } from './posts-scope-lines.ts';
import { movedOutside } from './posts-scope-moved.ts';
import {
  endingOf,
  quietly,
  resumeButton,
  type Scope,
  type SpokenOfScope,
  type TellScope,
} from './posts-scope-spoken.ts';
import type { Post } from './posts-shape.ts';
import type { ScopeEvent } from './scope-event.ts';
import { code, date, line, outside, strong, who } from './view-words.ts';

/** The posts of a lane's, environment's, model's, registry's or policy's own stream; `wake` are pinged about what came from outside, `lane` is the lane as it is now. */
export function scopePosts(
  stream: StreamId,
  entries: readonly Entry[],
  wake: readonly PrincipalRef[],
  lane: LaneState | null = null,
): readonly Post[] {
  const told = entries.flatMap((entry) => (isScope(entry.event) ? [{ ...entry, event: entry.event }] : []));
  return told.flatMap((one, at) => {
    const scope = scopeOf(stream, { wake, lane, earlier: told.slice(0, at) });
    return spoken(one, told.slice(at + 1), scope);
  });
}

function isScope(event: Entry['event']): event is ScopeEvent {
  return event.kind in words;
}

const words: { readonly [K in ScopeEvent['kind']]: TellScope<K> } = {
  'baseline-trusted': (event, told, _later, scope) =>
    event.mode === 'observe' ? null : quietly(scope.place, baselineLine(event.version, told, scope.shown)),
  paused: (event, told, later, scope) => {
    const over = endingOf(told, later);
    return {
      place: scope.place,
      lines: [
        line(
          strong('Paused: '),
          outside(scope.shown),
          ', by ',
          who(told.by),
          ', ',
          event.until === null ? 'until someone resumes' : line('until ', date(event.until)),
        ),
        line(causes[event.cause], outside(event.why, 240)),
        line('Rollbacks still go through.'),
        ...(over === null ? [] : [resumedLine(over)]),
      ],
      buttons: over === null ? [resumeButton] : [],
      mentions: event.cause === 'outside-move' || event.cause === 'log-behind' ? scope.wake : [],
    };
  },
  resumed: () => null,
  rehearsed: () => null,
  'moved-outside': movedOutside,
  'policy-activated': (event, told) =>
    quietly(
      'admin',
      line(
        strong(`Policy ${event.number} is active`),
        ', ',
        date(told.at),
        ', digest ',
        code(event.digest.slice(0, 6)),
      ),
    ),
  'signal-calmed': () => null,
  'signal-unmapped': (event) =>
    quietly(
      'admin',
      line(strong('Alert for nobody'), ', from ', outside(event.source, 40), ': ', outside(event.title, 120)),
      line(outside(event.why, 240), '. It acts on nothing.'),
    ),
  'registry-noted': (event, _told, _later, scope) =>
    quietly('admin', line(strong('Registry '), outside(scope.shown), ': ', outside(event.words, 400))),
};

function spoken(told: Told, later: readonly Told[], scope: Scope): readonly Post[] {
  if (foldedAway(told, scope.stream)) return [];
  const said = tell(told.event, told, later, scope);
  if (said === null) return [];
  const { place, lines, buttons, mentions } = said;
  const kind = mentions.length === 0 ? 'line' : 'ping';
  const [first = [], second = []] = lines;
  const content = { lines, steps: [], scope: scope.name, buttons };
  return [
    {
      key: `${kind}:${told.index}`,
      place,
      push: second.length === 0 ? first : line(first, '. ', second),
      content: { kind: 'scope', line: content },
      mentions,
    },
  ];
}

function tell<K extends ScopeEvent['kind']>(
  event: Extract<ScopeEvent, { kind: K }> & { readonly kind: K },
  told: Told,
  later: readonly Told[],
  scope: Scope,
): SpokenOfScope | null {
  const say: TellScope<K> = words[event.kind];
  return say(event, told, later, scope);
}

/** A pause that an outside move or a rollback brought is told where it came from: in the move's own post, on the release's card. */
function foldedAway({ event }: Told, stream: StreamId): boolean {
  if (event.kind !== 'paused' || !stream.startsWith('lane:')) return false;
  return event.cause === 'outside-move' || event.cause === 'rollback';
}

const places: Readonly<Record<string, Scope['place']>> = { lane: 'lane', env: 'environment', model: 'lane' };

function scopeOf(stream: StreamId, around: Pick<Scope, 'wake' | 'lane' | 'earlier'>): Scope {
  const at = stream.indexOf(':');
  const [kind, name] = at === -1 ? [stream, stream] : [stream.slice(0, at), stream.slice(at + 1)];
  const shown = kind === 'lane' ? name.replace('/', ' in ') : name;
  return { stream, name, shown, place: places[kind] ?? 'admin', ...around };
}
