import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { Workspace } from '../../sandbox/slack/control/workspace-control.ts';
import { EVERYTHING } from '../../sandbox/slack/manifest.ts';
import { startWorkspace } from '../../sandbox/slack/workspace.ts';
import { type BoltApp, boltApp } from '../sandbox/bolt-app.ts';
import { openPage, type sizes, startBrowser } from './browser.ts';
import { listen } from './small-app.ts';

/** A workspace with a small Bolt app in it, and a browser to look at it. */
export type Company = {
  readonly slack: Workspace;
  readonly app: BoltApp;
  open(who: string, channel?: string, size?: keyof typeof sizes): Promise<Page>;
};

/** Starts a company for a test file; every test gets fresh pages, and none may have had a mishap. */
export function company(): Company {
  let slack: Workspace;
  let app: BoltApp;
  let browser: Browser;
  let mishaps: string[] = [];
  beforeAll(async () => {
    browser = await startBrowser();
  });
  beforeAll(async () => {
    slack = await startWorkspace({
      limits: 'off',
      ackMs: 800,
      manifest: {
        ...EVERYTHING,
        features: {
          ...EVERYTHING.features,
          slash_commands: [
            {
              command: '/mlops',
              usage_hint: 'promote <model>[@<version>] | status',
              description: 'Promote and look up models',
              should_escape: true,
            },
          ],
        },
      },
      people: [
        { name: 'pat', realName: 'Pat Example', title: 'trains models' },
        { name: 'kim', realName: 'Kim Example', title: 'reviews' },
        { name: 'gus', realName: 'Gus Guest', kind: 'guest' },
      ],
      groups: [{ handle: 'reviewers', people: ['kim'] }],
      channels: [
        { name: 'releases', people: ['pat', 'kim', 'gus'], app: true },
        { name: 'staging', people: ['pat', 'kim'], app: true },
        { name: 'random', people: ['kim'] },
      ],
    });
    app = await boltApp(slack, 'http', listen);
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    expect(mishaps).toEqual([]);
    mishaps = [];
  });
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
    await slack?.close();
  });
  return {
    get slack() {
      return slack;
    },
    get app() {
      return app;
    },
    async open(who, channel = 'C0RELEASES', size = 'desk') {
      const opened = await openPage(browser, `${slack.url}/#${who}/${channel}`, size);
      mishaps = opened.mishaps;
      return opened.page;
    },
  };
}
