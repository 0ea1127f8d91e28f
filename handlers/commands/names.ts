import type { HandlerDeps } from '../deps.ts';

/** The model that was meant: exactly as typed, or the only one that differs in case or length of dashes. */
export function modelNamed({ releases }: HandlerDeps, asked: string): string {
  return meant(asked, releases.models());
}

/** The same for an environment. */
export function environmentNamed({ environments }: HandlerDeps, asked: string | null): string | null {
  return asked === null ? null : meant(asked, environments());
}

/** The same for what can be paused: an environment, a model, or one in the other. */
export function scopeNamed({ releases, environments }: HandlerDeps, asked: string): string {
  const [model = '', environment, ...more] = asked.split('/');
  if (environment === undefined || more.length > 0) return meant(asked, [...environments(), ...releases.models()]);
  return `${meant(model, releases.models())}/${meant(environment, environments())}`;
}

function meant(asked: string, known: readonly string[]): string {
  if (known.includes(asked)) return asked;
  const alike = known.filter((name) => plain(name) === plain(asked));
  return alike.length === 1 ? (alike[0] ?? asked) : asked;
}

function plain(name: string): string {
  return name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[-‐-―−]+/g, '-');
}
