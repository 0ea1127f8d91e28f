// Controls, bidirectional overrides, zero-width characters, lone surrogates: with these one name can be made to look like another.
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;
// More marks than any writing stacks on one letter run over the lines above.
const piledMarks = /(\p{M}{3})\p{M}+/gu;

/** Text from outside, made safe to read: invisible characters go, runs of white space become one space, never empty. */
export function clean(text: string): string {
  // Nothing that is shown is longer than this; regular expressions need not see megabytes.
  const seen = text
    .slice(0, 20_000)
    .replaceAll('\ufeff', '')
    .replace(/\s+/gu, ' ')
    .replace(invisible, '')
    .replace(piledMarks, '$1')
    .replace(/ +/g, ' ')
    .trim();
  return seen === '' ? '–' : seen;
}

/** At most `max` UTF-16 units, cut between code points, with an ellipsis where something is missing. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  let kept = '';
  for (const point of text.slice(0, max)) {
    if (kept.length + point.length > max - 1) break;
    kept += point;
  }
  return `${kept.trimEnd()}…`;
}

/** Cleaned and cut: what every leaf with outside text goes through. */
export function tame(text: string, max: number): string {
  return cut(clean(text), max);
}

/** For the few places where Slack reads markup (push text): the three characters that start it are spelled out. */
export function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Escaped and at most `max` long after escaping, never cut inside an entity. */
export function escapedWithin(text: string, max: number): string {
  const whole = escapeMarkup(text);
  if (whole.length <= max) return whole;
  let kept = '';
  for (const point of text) {
    const next = escapeMarkup(point);
    if (kept.length + next.length > max - 1) break;
    kept += next;
  }
  return `${kept.trimEnd()}…`;
}

/** "3 gates", "1 gate". */
export function plural(count: number, one: string, many: string = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
