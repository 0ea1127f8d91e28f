/** Longest description that every registry keeps whole, in characters. */
const longest = 5_000;
const longestSection = 1_500;
const shortest = 120;

/** Everything between our own marks, whichever environment it is about, with the empty line that we put before it. */
const section = /(?:\n\n)?<!-- signalbox:[^>\n]* -->\n[\s\S]*?\n<!-- \/signalbox -->/g;

/** The description as people wrote it: what we added to it is not theirs, and binds nothing. */
export function withoutSections(description: string): string {
  return description.replaceAll(section, '');
}

/**
 * The whole description with our section about one environment replaced, or taken out where there is nothing to say. What people wrote
 * is never cut; a section that finds no room beside it is left out.
 */
export function withSection(description: string, environment: string, words: readonly string[]): string {
  const others = withoutSection(description, environment);
  const room = Math.min(longestSection, longest - others.length - 2 - marked(environment, '').length);
  if (words.length === 0 || room < shortest) return others;
  const said = words.map(plain).join('\n');
  const cut = said.length > room ? `${said.slice(0, room - 1).toWellFormed()}…` : said;
  return `${others}${others === '' ? '' : '\n\n'}${marked(environment, cut)}`;
}

function withoutSection(description: string, environment: string): string {
  const start = markOf(environment);
  return description.replaceAll(section, (whole) => (whole.trimStart().startsWith(start) ? '' : whole));
}

function marked(environment: string, words: string): string {
  return `${markOf(environment)}\n${words}\n<!-- /signalbox -->`;
}

function markOf(environment: string): string {
  return `<!-- signalbox:${environment.replaceAll(/[^\w.-]/g, '_')} -->`;
}

/** One line that can neither close our marks nor bring its own markup. */
function plain(words: string): string {
  return words.replaceAll(/\s+/gu, ' ').replaceAll('<', '&lt;').replaceAll('>', '&gt;').toWellFormed();
}
