import { parseArgs } from 'node:util';
import { environment } from './environment.ts';
import { startWorkspace } from './slack/workspace.ts';

/** Where a Bolt app listens when nobody told it otherwise. */
const BOLT = 'http://127.0.0.1:3000/slack/events';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: environment()['SANDBOX_PORT'] ?? '4600' },
    manifest: { type: 'string' },
    'request-url': { type: 'string' },
    'socket-mode': { type: 'boolean' },
  },
});
const { manifest, 'socket-mode': socketMode } = values;
const requestUrl = values['request-url'] ?? (manifest ? undefined : BOLT);
const workspace = await startWorkspace({
  port: Number(values.port),
  ...(manifest ? { manifest } : {}),
  ...(requestUrl ? { requestUrl } : {}),
  ...(socketMode === undefined ? {} : { socketMode }),
  people: [{ name: 'pat' }, { name: 'kim' }, { name: 'lee' }, { name: 'sam', kind: 'guest' }],
  channels: [{ name: 'general', people: ['pat', 'kim', 'lee'], app: true }],
});
process.stdout.write(
  [
    `URL=${workspace.url}`,
    `SLACK_API_URL=${workspace.apiUrl}`,
    `SLACK_BOT_TOKEN=${workspace.botToken}`,
    `SLACK_APP_TOKEN=${workspace.appToken}`,
    `SLACK_SIGNING_SECRET=${workspace.signingSecret}`,
    '',
  ].join('\n'),
);
process.once('SIGINT', () => void workspace.close());
process.once('SIGTERM', () => void workspace.close());
