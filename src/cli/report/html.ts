import { clean } from '../../../blocks/text.ts';

/** A piece of a page, made here alone: text becomes one only through `text`. */
export interface Html {
  readonly html: string;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Any text, wherever it comes from, as nothing but text. */
export function text(words: string): Html {
  return { html: escaped(words) };
}

/** One element; attributes and children are escaped where they are texts. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  ...children: readonly (Html | string)[]
): Html {
  const given = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  const inner = children.map((child) => (typeof child === 'string' ? escaped(child) : child.html));
  return { html: `<${name}${given.join('')}>${inner.join('')}</${name}>\n` };
}

/** A table with its caption and a row of headings; nothing where there are no rows. */
export function table(
  caption: string,
  headings: readonly string[],
  rows: readonly (readonly (string | Html)[])[],
): readonly Html[] {
  if (rows.length === 0) return [];
  const head = element('tr', {}, ...headings.map((one) => element('th', { scope: 'col' }, one)));
  const body = rows.map((row) => element('tr', {}, ...row.map((cell) => element('td', {}, cell))));
  const whole = element(
    'table',
    {},
    element('caption', {}, caption),
    element('thead', {}, head),
    element('tbody', {}, ...body),
  );
  // Whoever cannot use a mouse scrolls it too, where it is wider than the screen.
  return [element('div', { class: 'wide', role: 'region', 'aria-label': caption, tabindex: '0' }, whole)];
}

/** A whole page: one language, one style, no scripts, and nothing that is fetched from anywhere. */
export function page(title: string, style: string, ...body: readonly Html[]): string {
  const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
${body.map(({ html }) => html).join('')}</body>
</html>
`;
}

function escaped(words: string): string {
  return words === '' ? '' : clean(words).replace(/[&<>"']/g, (sign) => entities[sign] ?? '');
}
