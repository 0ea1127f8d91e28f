import type { Entry, StreamId } from './event.ts';
import type { PrincipalRef } from './lane-policy.ts';
import { baselineLine, causes, movedByHand, resumedLine, type Told } from './posts-scope-lines.ts';
import type { Post } from './posts-shape.ts';
import type { ScopeEvent } from './scope-event.ts';
import type { ButtonView } from './view-shape.ts';
import { code, date, type Line, line, outside, strong, v, who } from './view-words.ts';

const resume: ButtonView = { verb: 'resume', label: 'Resume…', style: null, confirm: null };

/** The posts of a lane's, environment's, model's, registry's or policy's own stream; `wake` are pinged about what came from outside. */
export function scopePosts(
  stream: StreamId,
  entries: readonly Entry[],
  wake: readonly PrincipalRef[],
): readonly Post[] {
  const told = entries.flatMap((entry) => (isScope(entry.event) ? [{ ...entry, event: entry.event }] : []));
  return told.flatMap((one, at) => spoken(stream, one, told.slice(at + 1), wake));
}

function isScope(event: Entry['event']): event is ScopeEvent {
  return event.kind in words;
}

interface Spoken {
  readonly place: 'lane' | 'environment' | 'admin';
  readonly lines: readonly Line[];
  readonly buttons: readonly ButtonView[];
  readonly mentions: readonly PrincipalRef[];
}

type Tell<K extends ScopeEvent['kind']> = (
  event: Extract<ScopeEvent, { kind: K }>,
  told: Told,
  later: readonly Told[],
  scope: Scope,
) => Spoken | null;

interface Scope {
  readonly stream: StreamId;
  /** As a button carries it. */
  readonly name: string;
  /** As people read it. */
  readonly shown: string;
  readonly place: Spoken['place'];
  readonly wake: readonly PrincipalRef[];
}

const words: { readonly [K in ScopeEvent['kind']]: Tell<K> } = {
  'baseline-trusted': (event, told, _later, scope) =>
    event.mode === 'observe' ? null : quiet(scope.place, baselineLine(event.version, told, scope.shown)),
  paused: (event, told, later, scope) => {
    const over = ending(told, later);
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
      buttons: over === null ? [resume] : [],
      mentions: event.cause === 'outside-move' || event.cause === 'log-behind' ? scope.wake : [],
    };
  },
  resumed: () => null,
  rehearsed: () => null,
  'moved-outside': (event, told, later, scope) => {
    if (event.mode === 'observe') return null;
    if (event.mode === 'advise') return quiet(scope.place, movedByHand(event, told, scope.shown));
    const paused = event.alias === 'champion' ? later.find(isOutsidePause) : undefined;
    const over = paused === undefined ? null : ending(paused, later.slice(later.indexOf(paused) + 1));
    return {
      place: scope.place,
      lines: [
        line(
          strong('Moved from outside: '),
          code(event.alias),
          ' of ',
          outside(scope.shown),
          `, ${v(event.from)} → ${v(event.to)}, `,
          date(told.at),
        ),
        line(
          event.alias === 'champion'
            ? `Live now: ${v(event.to)}. Expected: ${v(event.from)}. I changed nothing.`
            : 'I changed nothing.',
        ),
        ...(paused === undefined
          ? []
          : [line('Promotions here are paused until someone resumes. Rollbacks still go through.')]),
        ...(over === null ? [] : [resumedLine(over)]),
      ],
      buttons: paused !== undefined && over === null ? [resume] : [],
      mentions: event.alias === 'champion' ? scope.wake : [],
    };
  },
  'policy-activated': (event, told) =>
    quiet(
      'admin',
      line(
        strong(`Policy ${event.number} is active`),
        ', ',
        date(told.at),
        ', digest ',
        code(event.digest.slice(0, 6)),
      ),
    ),
  'registry-noted': (event, _told, _later, scope) =>
    quiet('admin', line(strong('Registry '), outside(scope.shown), ': ', outside(event.words, 400))),
};

function spoken(stream: StreamId, told: Told, later: readonly Told[], wake: readonly PrincipalRef[]): readonly Post[] {
  if (foldedAway(told, stream)) return [];
  const scope = scopeOf(stream, wake);
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
): Spoken | null {
  const say: Tell<K> = words[event.kind];
  return say(event, told, later, scope);
}

/** A pause that an outside move or a rollback brought is told where it came from: in the move's own post, on the release's card. */
function foldedAway({ event }: Told, stream: StreamId): boolean {
  if (event.kind !== 'paused' || !stream.startsWith('lane:')) return false;
  return event.cause === 'outside-move' || event.cause === 'rollback';
}

function isOutsidePause({ event }: Told): boolean {
  return event.kind === 'paused' && event.cause === 'outside-move';
}

function ending(paused: Told, later: readonly Told[]): Told | null {
  return later.find((one) => one.index > paused.index && one.event.kind === 'resumed') ?? null;
}

function quiet(place: Spoken['place'], ...lines: readonly Line[]): Spoken {
  return { place, lines, buttons: [], mentions: [] };
}

const places: Readonly<Record<string, Spoken['place']>> = { lane: 'lane', env: 'environment', model: 'lane' };

function scopeOf(stream: StreamId, wake: readonly PrincipalRef[]): Scope {
  const at = stream.indexOf(':');
  const [kind, name] = at === -1 ? [stream, stream] : [stream.slice(0, at), stream.slice(at + 1)];
  const shown = kind === 'lane' ? name.replace('/', ' in ') : name;
  return { stream, name, shown, place: places[kind] ?? 'admin', wake };
}
