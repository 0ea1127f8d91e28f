import { readFile, stat } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const SANDBOX = join(import.meta.dirname, '../..');
const SHARED = ['slack/json.ts'];

/** The packages that the page imports by name, and the one file of each that a browser loads. */
const PACKAGES: Readonly<Record<string, string>> = {
  preact: import.meta.resolve('preact'),
  'preact/hooks': import.meta.resolve('preact/hooks'),
  gemoji: import.meta.resolve('gemoji'),
  'markdown-it': new URL('./browser/markdown-it.esm.min.mjs', import.meta.resolve('markdown-it')).href,
};

const TYPES: Readonly<Record<string, string>> = {
  '.ts': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** A file of the page as a browser takes it. */
export type Served = { readonly type: string; readonly body: string };

/** What the page's import map says: package names to where they are served. */
export const importMap = {
  imports: Object.fromEntries(Object.keys(PACKAGES).map((name) => [name, `/code/npm/${name}`])),
};

/** What was read and stripped before, until the file changes. */
const read = new Map<string, { readonly changed: number; readonly served: Served }>();

/** A file below `sandbox/`: of the page itself, of the few that it shares with the server, or of a package; TypeScript loses its types. */
export async function codeAt(path: string): Promise<Served | undefined> {
  const asked = normalize(path);
  if (asked.startsWith('npm/')) return packageCode(asked.slice('npm/'.length));
  const type = TYPES[extname(asked)];
  if (!type || !(asked.startsWith('page/') || SHARED.includes(asked))) return undefined;
  const file = join(SANDBOX, asked);
  const changed = (await stat(file).catch(() => undefined))?.mtimeMs;
  if (changed === undefined) return undefined;
  const kept = read.get(file);
  if (kept?.changed === changed) return kept.served;
  const text = await readFile(file, 'utf8');
  const served = { type, body: asked.endsWith('.ts') ? stripTypeScriptTypes(text) : text };
  read.set(file, { changed, served });
  return served;
}

async function packageCode(name: string): Promise<Served | undefined> {
  const url = PACKAGES[name];
  return url === undefined ? undefined : { type: TYPES['.ts'] ?? '', body: await readFile(fileURLToPath(url), 'utf8') };
}
