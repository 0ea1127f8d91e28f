import type { Moment } from './posts-shape.ts';
import { type Of, quiet, type Spoken } from './posts-spoken.ts';
import type { StepState } from './state-execution.ts';
import { count } from './view-numbers.ts';
import { stepWords } from './view-steps.ts';
import { date, joined, type Line, line, link, outside, strong, v } from './view-words.ts';

type Watched = Of<'step-watched'>;
type Known = NonNullable<StepState['watched']>;

/** What the thread says of something that is waited for: where to look, and what holds it up, each once. */
export function watchedLine(event: Watched, { before, after }: Moment): Spoken | null {
  const targets = after.execution?.targets;
  if (targets === undefined) return null;
  const known = before.execution?.steps.find((step) => step.kind === event.step)?.watched ?? null;
  const what = stepWords({ kind: event.step, direction: 'do' }, targets);
  const said = told(event, known, { what, live: v(targets.champion.from) });
  const look = event.url === null || event.url === known?.url ? line() : line(' ', link('Open', event.url));
  if (said !== null) return quiet(line(said, look));
  return look.length === 0 ? null : quiet(line(strong(what), ':', look));
}

/** What holds it up, the first time that it is so. */
function told(
  { state, words }: Watched,
  known: Known | null,
  { what, live }: { readonly what: string; readonly live: string },
): Line | null {
  const because = words === null ? line() : line(': ', outside(words, 300));
  if (state === 'busy' && (known?.state !== state || known.words !== words))
    return line(strong('Waiting'), `: ${live} is in use, so nothing moves yet`, because);
  if (known?.state === state) return null;
  if (state === 'waiting') return line(strong('Waiting'), because);
  return state === 'unreachable' ? line(strong(what), ': nobody could tell how far it is', because) : null;
}

const mostNamed = 10;

/** After a rollback: what was scored with the version that was taken back. */
export function scoredLines({ version, since, runs, total, words }: Of<'scored-noted'>): readonly Line[] {
  const when = since === 0 ? line() : line(' since ', date(since));
  if (words !== null)
    return [line(`What was scored with v${version}`, when, ' could not be read: ', outside(words, 240))];
  if (total === 0) return [line(`Nothing was scored with v${version}`, when, '.')];
  const named = runs.slice(0, mostNamed).map(({ id, at, url }) => {
    const name = url === null ? line(outside(id, 40)) : line(link(id.slice(0, 40), url));
    return line(name, ' ', date(at));
  });
  const more = total > named.length ? `, and ${total - named.length} more` : '';
  return [
    line(strong(`${count(total, 'scoring run')} used v${version}`), when, '. Look at what was made of them:'),
    line(joined(named), more),
  ];
}
