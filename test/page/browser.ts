import { access, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { environment } from '../../sandbox/environment.ts';
import { withLock } from '../../sandbox/install-lock.ts';
import { run } from '../../sandbox/processes.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const QUIET = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'],
];
const SCREENS = join(import.meta.dirname, '../../test-results/screens');

/** The sizes that the page is made for. */
export const sizes = { desk: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const;

/** Starts a Chromium: of `CHROME_PATH`, from PATH, or one that Debian's packages bring when we may install them. */
export async function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await program(), args: QUIET });
}

/** Opens the page as somebody; whatever goes wrong in it is thrown by `mishaps`. */
export async function openPage(
  browser: Browser,
  url: string,
  size: keyof typeof sizes = 'desk',
): Promise<{ readonly page: Page; readonly mishaps: string[] }> {
  const context = await browser.newContext({ viewport: sizes[size], timezoneId: 'Europe/Amsterdam', locale: 'en-US' });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const mishaps: string[] = [];
  page.on('pageerror', (error) => mishaps.push(String(error.stack)));
  page.on('console', (line) => {
    if (line.type() === 'error' && !line.text().includes('Failed to load resource')) mishaps.push(line.text());
  });
  await page.goto(url);
  await page.locator('.page').waitFor();
  return { page, mishaps };
}

/** Keeps a picture of the page in `test-results/screens`. */
export async function keepScreen(page: Page, name: string): Promise<void> {
  await mkdir(SCREENS, { recursive: true });
  await page.screenshot({ path: join(SCREENS, `${name}.png`), animations: 'disabled' });
}

async function program(): Promise<string> {
  const found = await installed();
  if (found) return found;
  await withLock(join(tmpdir(), 'signalbox-chromium.lock'), install);
  const now = await installed();
  if (now) return now;
  throw new Error('The page is tested in Chromium, and there is none: install chromium, or set CHROME_PATH to one.');
}

async function install(): Promise<void> {
  if (process.getuid?.() !== 0 || (await installed())) return;
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { env }).catch(() => undefined);
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { env }).catch(() => undefined);
}

async function installed(): Promise<string | undefined> {
  const { CHROME_PATH: named, PATH: path = '' } = environment();
  const places = path.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  for (const place of named ? [named] : places) if (await isThere(place)) return place;
  return undefined;
}

function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
