import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const ROOMS = ['channels:read', 'groups:read', 'im:read', 'mpim:read'];

/** What an app must be allowed to read before Slack tells it about something; one of these. */
const EVENT_SCOPES: Readonly<Record<string, readonly string[]>> = {
  app_mention: ['app_mentions:read'],
  file_shared: ['files:read'],
  link_shared: ['links:read'],
  member_joined_channel: ROOMS,
  member_left_channel: ROOMS,
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  'message.im': ['im:history'],
  reaction_added: ['reactions:read'],
  subteam_members_changed: ['usergroups:read'],
  subteam_updated: ['usergroups:read'],
  team_join: ['users:read'],
  user_change: ['users:read'],
};

const Shortcut = z.object({ name: z.string(), type: z.enum(['global', 'message']), callback_id: z.string() });
const Command = z.object({
  command: z.string().startsWith('/').max(32),
  description: z.string().optional(),
  usage_hint: z.string().optional(),
  should_escape: z.boolean().default(false),
  url: z.string().optional(),
});

const Document = z.object({
  display_information: z.object({ name: z.string().max(35), description: z.string().optional() }),
  features: z
    .object({
      bot_user: z.object({ display_name: z.string() }).optional(),
      app_home: z.object({ home_tab_enabled: z.boolean().default(false) }).optional(),
      shortcuts: z.array(Shortcut).max(10).default([]),
      slash_commands: z.array(Command).max(50).default([]),
      unfurl_domains: z.array(z.string()).max(5).default([]),
    })
    .prefault({}),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
  settings: z
    .object({
      event_subscriptions: z
        .object({ request_url: z.string().optional(), bot_events: z.array(z.string()).default([]) })
        .prefault({}),
      interactivity: z
        .object({
          is_enabled: z.boolean(),
          request_url: z.string().optional(),
          message_menu_options_url: z.string().optional(),
        })
        .prefault({ is_enabled: false }),
      socket_mode_enabled: z.boolean().default(false),
    })
    .prefault({}),
});

/** The parts of an app manifest that the workspace acts on; events and commands need their scopes, as in Slack. */
export const Manifest = Document.superRefine(({ features, oauth_config, settings }, context) => {
  const { bot } = oauth_config.scopes;
  const complain = (what: string, anyOf: readonly string[]): void => {
    if (anyOf.length === 0 || anyOf.some((scope) => bot.includes(scope))) return;
    context.addIssue({
      code: 'custom',
      message: `${what} needs the scope ${anyOf.join(' or ')}`,
      path: ['oauth_config', 'scopes', 'bot'],
    });
  };
  for (const event of settings.event_subscriptions.bot_events) complain(event, EVENT_SCOPES[event] ?? []);
  if (features.slash_commands.length > 0) complain('A slash command', ['commands']);
  if (features.shortcuts.length > 0) complain('A shortcut', ['commands']);
});
export type Manifest = z.infer<typeof Manifest>;
export type ManifestInput = z.input<typeof Manifest>;

/** Reads a manifest from a YAML or JSON file, or checks one that is given as a value. */
export function readManifest(source: string | ManifestInput): Manifest {
  return Manifest.parse(typeof source === 'string' ? parse(readFileSync(source, 'utf8')) : source);
}

/** An app that may do everything this workspace knows, for trying things out. */
export const EVERYTHING: ManifestInput = {
  display_information: { name: 'Sandbox app' },
  features: {
    bot_user: { display_name: 'sandbox' },
    app_home: { home_tab_enabled: true },
    slash_commands: [{ command: '/mlops', should_escape: true }],
    shortcuts: [
      { name: 'New', type: 'global', callback_id: 'new' },
      { name: 'Link', type: 'message', callback_id: 'link' },
    ],
    unfurl_domains: ['mlflow.example.com'],
  },
  oauth_config: {
    scopes: {
      bot: [
        ...[
          'app_mentions:read',
          'channels:history',
          'channels:join',
          'channels:read',
          'chat:write',
          'chat:write.public',
        ],
        ...[
          'commands',
          'files:read',
          'files:write',
          'groups:history',
          'groups:read',
          'im:history',
          'im:read',
          'im:write',
        ],
        ...[
          'links:read',
          'links:write',
          'mpim:history',
          'mpim:read',
          'reactions:read',
          'reactions:write',
          'team:read',
          'usergroups:read',
        ],
        ...['users:read', 'users:read.email'],
      ],
    },
  },
  settings: {
    event_subscriptions: {
      bot_events: [
        ...['app_home_opened', 'app_mention', 'link_shared', 'member_joined_channel', 'member_left_channel'],
        ...[
          'message.channels',
          'message.groups',
          'message.im',
          'reaction_added',
          'subteam_members_changed',
          'subteam_updated',
        ],
        ...['team_join', 'user_change', 'file_shared'],
      ],
    },
    interactivity: { is_enabled: true },
  },
};
