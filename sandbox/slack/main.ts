import { z } from 'zod';
import { startWorkspace } from './workspace.ts';

const Environment = z.object({
  SANDBOX_PORT: z.coerce.number().int().default(4600),
  SANDBOX_MANIFEST: z.string().optional(),
  SANDBOX_REQUEST_URL: z.url().optional(),
  SANDBOX_SOCKET_MODE: z.stringbool().optional(),
});

const environment = Environment.parse(process.env);
const workspace = await startWorkspace({
  port: environment.SANDBOX_PORT,
  ...(environment.SANDBOX_MANIFEST ? { manifest: environment.SANDBOX_MANIFEST } : {}),
  ...(environment.SANDBOX_REQUEST_URL ? { requestUrl: environment.SANDBOX_REQUEST_URL } : {}),
  ...(environment.SANDBOX_SOCKET_MODE === undefined ? {} : { socketMode: environment.SANDBOX_SOCKET_MODE }),
  people: [{ name: 'pat' }, { name: 'kim' }, { name: 'lee' }, { name: 'sam', kind: 'guest' }],
  channels: [{ name: 'general', people: ['pat', 'kim', 'lee'], app: true }],
});
process.stdout.write(
  [
    `SLACK_API_URL=${workspace.apiUrl}`,
    `SLACK_BOT_TOKEN=${workspace.botToken}`,
    `SLACK_APP_TOKEN=${workspace.appToken}`,
    `SLACK_SIGNING_SECRET=${workspace.signingSecret}`,
    '',
  ].join('\n'),
);
process.once('SIGINT', () => void workspace.close());
process.once('SIGTERM', () => void workspace.close());
