import type { ScopeEvent } from '../scope-event.ts';
import { listText, momentText, sentences, versionText } from './texts.ts';

type Kind = ScopeEvent['kind'];
type Of<K extends Kind> = Extract<ScopeEvent, { kind: K }>;
type Texts = { readonly [K in Kind]: (event: Of<K>) => string | null };

/** One event of a lane, an environment, a model or the policy in words; null for what no auditor asks about. */
export function aroundWords<K extends Kind>(
  event: { readonly [P in K]: Of<P> & { readonly kind: P } }[K],
): string | null {
  const text: (event: Of<K>) => string | null = texts[event.kind];
  return text(event);
}

const texts: Texts = {
  'baseline-trusted': ({ version }) =>
    `Trusted without a release: ${version === null ? 'nothing was live' : `v${version} was live`}.`,
  paused: ({ cause, why, until, release }) =>
    sentences(
      `Paused (${cause}): ${why}`,
      release === null ? null : `After ${release}`,
      `Until ${until === null ? 'somebody resumes' : momentText(until)}`,
    ),
  resumed: ({ why, cause }) =>
    sentences(`Resumed${cause === undefined ? '' : ` (${cause})`}${why === null ? '' : `: ${why}`}`),
  'moved-outside': ({ alias, from, to, mode }) =>
    sentences(
      `Moved outside Signalbox: ${alias} from ${versionText(from)} to ${versionText(to)}`,
      mode === undefined ? null : `Expected there: ${mode}`,
    ),
  'policy-activated': ({ number, digest }) => `Policy ${number} became active, SHA-256 ${digest}.`,
  rehearsed: ({ target, checks }) =>
    sentences(
      `A rollback to ${versionText(target)} was rehearsed: nothing moved`,
      `Did not pass: ${listText(
        checks.filter(({ ok }) => !ok).map(({ what, words }) => `${what} (${words})`),
        'none',
      )}`,
    ),
  'signal-calmed': () => null,
  'signal-unmapped': () => null,
  'registry-noted': () => null,
};
