import { once } from 'node:events';
import { createServer } from 'node:http';
import { addControl } from './control/routes.ts';
import { control, type Workspace } from './control/workspace-control.ts';
import { deliver } from './delivery/deliver.ts';
import { socketMode } from './delivery/socket-mode.ts';
import { makeFaults } from './faults.ts';
import type { Machinery } from './machinery.ts';
import { newWorld } from './new-world.ts';
import type { WorkspaceOptions } from './options.ts';
import { addPage } from './page/routes.ts';
import { rateLimits } from './rate-limits.ts';
import { slackServer } from './server.ts';

const MINUTE = 60_000;

/** Starts a local Slack workspace that an app cannot tell from Slack. */
export async function startWorkspace(options: WorkspaceOptions = {}): Promise<Workspace> {
  const world = newWorld(options);
  const faults = makeFaults(options.seed ?? 1);
  for (const fault of options.faults ?? []) faults.add(fault);
  const machinery: Machinery = {
    world,
    faults,
    limits: rateLimits(world.clock, options.limits),
    ackMs: options.ackMs ?? 3_000,
    eventRetryMs: options.eventRetryMs ?? [0, MINUTE, 5 * MINUTE],
    requestUrl: options.requestUrl,
    downUntil: 0,
    goDown(ms) {
      machinery.downUntil = world.clock.now() + ms;
      sockets.cut();
    },
  };
  const server = createServer();
  const sockets = socketMode(machinery, server);
  const workspace = control({ machinery, sockets, server });
  server.on(
    'request',
    slackServer(machinery, (app) => {
      addPage(app, world);
      addControl(app, workspace);
    }),
  );
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  world.wires.baseUrl = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
  world.wires.deliver = (delivery) => deliver({ machinery, sockets }, delivery);
  world.wires.openSocket = sockets.open;
  return workspace;
}
