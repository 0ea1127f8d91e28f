import type { Actor } from './event.ts';
import { PersonId, type Version } from './ids.ts';
import type { PrincipalRef } from './lane-policy.ts';
import { isForReview } from './plan.ts';
import type { ReleaseState } from './state.ts';

/** A piece of a line. `outside` text was written elsewhere (names, reasons, tags) and is shown at most `max` long. */
export type Leaf =
  | { readonly kind: 'said'; readonly text: string }
  | { readonly kind: 'strong'; readonly text: string }
  | { readonly kind: 'outside'; readonly text: string; readonly max: number }
  | { readonly kind: 'code'; readonly text: string; readonly max: number }
  /** Named, not pinged. */
  | { readonly kind: 'person'; readonly id: PersonId }
  | { readonly kind: 'date'; readonly at: number; readonly style: 'day' | 'time' | 'second' | 'moment' | 'ago' }
  | { readonly kind: 'link'; readonly label: string; readonly url: string };

export type Line = readonly Leaf[];

/** Words of ours and outside text in one line: strings are ours, leaves are what they are, lines are spliced in. */
export function line(...parts: readonly (string | Leaf | Line)[]): Line {
  return parts.flatMap((part) => (typeof part === 'string' ? (part === '' ? [] : [said(part)]) : part));
}

export function said(text: string): Leaf {
  return { kind: 'said', text };
}

export function strong(text: string): Leaf {
  return { kind: 'strong', text };
}

export function outside(text: string, max = 80): Leaf {
  return { kind: 'outside', text, max };
}

/** The same without a full stop at its end, for the middle of a sentence. */
export function phrase(text: string, max = 80): Leaf {
  return outside(text.replace(/[.\s]+$/, ''), max);
}

export function code(text: string, max = 60): Leaf {
  return { kind: 'code', text, max };
}

/** Somewhere else to look; shown as words where the address is none. */
export function link(label: string, url: string): Leaf {
  return { kind: 'link', label, url };
}

export function person(id: PersonId): Leaf {
  return { kind: 'person', id };
}

export function date(at: number, style: 'day' | 'time' | 'second' | 'moment' | 'ago' = 'moment'): Leaf {
  return { kind: 'date', at, style };
}

/** `v14`, or `nothing`. */
export function v(version: Version | null): string {
  return version === null ? 'nothing' : `v${version}`;
}

/** Who did it, as a subject: a person, a registry or Signalbox itself. */
export function who(actor: Actor): Line {
  switch (actor.kind) {
    case 'person':
      return [person(actor.id)];
    case 'registry':
      return line('registry ', outside(actor.name, 40));
    case 'signalbox':
      return line('Signalbox');
  }
}

/** A group or person of the policy, by name and without pinging. */
export function principal(ref: PrincipalRef): Line {
  const id = personOf(ref);
  return id === null ? [outside(ref.includes('@') ? ref : `@${ref}`, 40)] : [person(id)];
}

/** The parts with a separator between them. */
export function joined(parts: readonly Line[], between = ', '): Line {
  return parts.flatMap((part, at) => (at === 0 ? part : line(between, part)));
}

/** At most `most` of the parts, then "+N". */
export function few(parts: readonly Line[], most: number): Line {
  const rest = parts.length - most;
  return line(joined(parts.slice(0, most)), rest > 0 ? ` +${rest}` : '');
}

/** Several principals with "or" between. */
export function anyOf(refs: readonly PrincipalRef[]): Line {
  const rest = refs.length - 4;
  return line(joined(refs.slice(0, 4).map(principal), ' or '), rest > 0 ? ` or ${rest} more` : '');
}

function personOf(ref: PrincipalRef): PersonId | null {
  return PersonId.safeParse(ref).data ?? null;
}

/** The candidate by the number people know it by: `v14`, or with its environments where two registries count differently. */
export function subject(state: ReleaseState, max = 60): Line {
  const { source, version } = state;
  if (isForReview(state)) return line(v(version ?? source.version));
  if (version === null && !sameNumbers(state))
    return line(outside(source.environment, max / 2), ` ${v(source.version)}`);
  if (version === null || version === source.version) return line(v(source.version));
  return line(
    outside(state.environment, max / 2),
    ` ${v(version)} (`,
    outside(source.environment, max / 2),
    ` ${v(source.version)})`,
  );
}

/** The same before it is there: by the number of where it comes from. */
export function incoming(state: ReleaseState, max = 30): Line {
  const { source } = state;
  if (isForReview(state) && state.version !== null) return line(v(state.version));
  return sameNumbers(state) || state.version === source.version
    ? line(v(source.version))
    : line(outside(source.environment, max), ` ${v(source.version)}`);
}

/** What people decide on: the candidate, and once the release has trained, the version that it made. */
export function decided(state: ReleaseState, max = 40): Line {
  return state.trained === null ? incoming(state, max) : subject(state, max);
}

function sameNumbers(state: ReleaseState): boolean {
  return state.registry === state.source.registry && state.name === state.source.name;
}
