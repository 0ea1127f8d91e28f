import { randomInt } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { movableClock } from './clock.ts';
import { EVERYTHING, type Manifest, readManifest } from './manifest.ts';
import type { WorkspaceOptions } from './options.ts';
import { addChannel, addGroup, addPerson } from './people.ts';
import { seededRandom } from './random.ts';
import type { World } from './world.ts';

/** A workspace with one app, its bot user, and the people, groups and channels asked for. */
export function newWorld(options: WorkspaceOptions): World {
  const world = emptyWorld(options, manifestFrom(options));
  const name = world.app.manifest.features.bot_user?.display_name ?? 'app';
  addPerson(world, { id: world.app.botUser, name, kind: 'bot' });
  for (const person of options.people ?? []) addPerson(world, person);
  for (const group of options.groups ?? []) addGroup(world, group);
  for (const channel of options.channels ?? []) addChannel(world, channel);
  return world;
}

function manifestFrom({ manifest = EVERYTHING, socketMode }: WorkspaceOptions): Manifest {
  const read = readManifest(manifest);
  if (socketMode === undefined) return read;
  return { ...read, settings: { ...read.settings, socket_mode_enabled: socketMode } };
}

function emptyWorld(options: WorkspaceOptions, manifest: Manifest): World {
  return {
    team: options.team ?? { id: 'T0SANDBOX', name: 'Sandbox', domain: 'sandbox' },
    app: {
      id: 'A0SANDBOX',
      botId: 'B0SANDBOX',
      botUser: 'U0SANDBOX',
      botToken: options.botToken ?? 'xoxb-sandbox',
      appToken: options.appToken ?? 'xapp-sandbox',
      signingSecret: options.signingSecret ?? 'sandbox-signing-secret',
      manifest,
    },
    clock: options.clock ?? movableClock(),
    // Ids never repeat, whatever the seed: an app may remember those of an earlier run.
    random: seededRandom(randomInt(2 ** 32)),
    people: new Map(),
    groups: new Map(),
    channels: new Map(),
    messages: new Map(),
    ephemerals: [],
    views: new Map(),
    modals: new Map(),
    homes: new Map(),
    files: new Map(),
    fileReadyMs: options.fileReadyMs ?? 0,
    triggers: new Map(),
    responseUrls: new Map(),
    pings: [],
    notices: [],
    traffic: [],
    changes: new EventEmitter().setMaxListeners(0),
    wires: {
      baseUrl: '',
      deliver: () => Promise.resolve({ outcome: 'unreachable', ms: 0, status: 0, body: {} }),
      openSocket: () => '',
    },
    lastTs: 0,
  };
}
