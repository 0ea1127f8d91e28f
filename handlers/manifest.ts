import { slackPath } from './receiver.ts';
import { events } from './register.ts';

/** How the app is installed: over HTTP with the address that Slack reaches it by, or over Socket Mode. */
export interface ManifestOptions {
  readonly transport: 'http' | 'socket';
  /** The slash command; `/mlops`. */
  readonly command?: string;
  /** `PUBLIC_URL`, HTTP only. */
  readonly publicUrl?: string;
}

/** Every Web API method that is called, with the scopes it needs; contract tests hold it to the code. */
export const methods: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'chat.postMessage': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.history': ['channels:history', 'groups:history'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.join': ['channels:join'],
  'conversations.members': ['channels:read', 'groups:read'],
  'conversations.replies': ['channels:history', 'groups:history'],
  'files.completeUploadExternal': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  'usergroups.list': ['usergroups:read'],
  'usergroups.users.list': ['usergroups:read'],
  'users.info': ['users:read'],
  'users.lookupByEmail': ['users:read', 'users:read.email'],
  'views.open': [],
};

/** The app's manifest as Slack takes it, HTTP and Socket Mode from one source. */
export function manifest({
  transport,
  command = '/mlops',
  publicUrl = 'https://signalbox.example.com',
}: ManifestOptions) {
  const url = `${publicUrl}${slackPath}`;
  const http = transport === 'http';
  return {
    _metadata: { major_version: 1, minor_version: 1 },
    display_information: {
      name: 'Signalbox',
      description: 'Lets machine-learning models into production: evidence, approvals, rollback.',
      background_color: '#1d3557',
    },
    features: {
      bot_user: { display_name: 'signalbox', always_online: true },
      slash_commands: [
        {
          command,
          description: 'Promote, roll back and look up models',
          usage_hint:
            '[promote|rollback|check|retrain|status|history|show|trace|policy|pending|pause|resume|break-glass|help]',
          should_escape: true,
          ...(http ? { url } : {}),
        },
      ],
    },
    oauth_config: { scopes: { bot: scopes() } },
    settings: {
      event_subscriptions: { ...(http ? { request_url: url } : {}), bot_events: events.map(({ name }) => name).sort() },
      interactivity: { is_enabled: true, ...(http ? { request_url: url } : {}) },
      org_deploy_enabled: false,
      socket_mode_enabled: !http,
      token_rotation_enabled: false,
    },
  };
}

/** What the methods need, what the slash command needs, and nothing else. */
function scopes(): string[] {
  return [...new Set([...Object.values(methods).flat(), 'commands'])].sort();
}
