import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { verbs } from '../../handlers/commands/grammar.ts';
import { manifest, methods } from '../../handlers/manifest.ts';
import { events } from '../../handlers/register.ts';

const root = join(import.meta.dirname, '../..');
const text = (most: number) => z.string().min(1).max(most);
const https = z.url({ protocol: /^https$/ });

/** What Slack takes: nothing besides these keys, and no longer than this. */
const Taken = z.strictObject({
  _metadata: z.strictObject({ major_version: z.literal(1), minor_version: z.literal(1) }),
  display_information: z.strictObject({
    name: text(35),
    description: text(140),
    background_color: z.string().regex(/^#[0-9a-f]{6}$/),
  }),
  features: z.strictObject({
    bot_user: z.strictObject({ display_name: text(80), always_online: z.boolean() }),
    slash_commands: z
      .array(
        z.strictObject({
          command: z.string().regex(/^\/[a-z0-9_-]{1,31}$/),
          description: text(2_000),
          usage_hint: text(1_000),
          should_escape: z.literal(true),
          url: https.optional(),
        }),
      )
      .max(50),
  }),
  oauth_config: z.strictObject({ scopes: z.strictObject({ bot: z.array(z.string().regex(/^[a-z]+(:[a-z.]+)?$/)) }) }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({ request_url: https.optional(), bot_events: z.array(z.string()) }),
    interactivity: z.strictObject({ is_enabled: z.literal(true), request_url: https.optional() }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.literal(false),
  }),
});

/** Scopes without which Slack sends no such event. */
const eventScopes: Readonly<Record<string, string>> = {
  user_change: 'users:read',
  subteam_members_changed: 'usergroups:read',
  subteam_updated: 'usergroups:read',
};

describe.each(['http', 'socket'] as const)('the manifest for %s', (transport) => {
  const made = Taken.parse(manifest({ transport }));
  const addresses = JSON.stringify(made).match(/https:[^"]+/g) ?? [];

  test('keeps to what Slack takes, with addresses only where Slack calls us', () => {
    expect(made.settings.socket_mode_enabled).toBe(transport === 'socket');
    expect(addresses).toHaveLength(transport === 'http' ? 3 : 0);
    expect(new Set(addresses).size).toBeLessThanOrEqual(1);
  });

  test('asks for exactly the scopes that methods, events and the command need', () => {
    const needed = [
      ...Object.values(methods).flat(),
      ...made.settings.event_subscriptions.bot_events.map((name) => eventScopes[name]),
      'commands',
    ];
    expect(made.oauth_config.scopes.bot).toEqual([...new Set(needed)].sort());
  });

  test('subscribes to exactly the events that are registered', () => {
    expect(made.settings.event_subscriptions.bot_events).toEqual(events.map(({ name }) => name).sort());
  });

  test('hints at every verb', () => {
    for (const verb of verbs) expect(made.features.slash_commands[0]?.usage_hint).toContain(verb);
  });
});

test('the file in the tree is the one that is made', () => {
  expect(parse(readFileSync(join(root, 'manifest.yml'), 'utf8'))).toEqual(manifest({ transport: 'http' }));
});

test('command and address are the configured ones', () => {
  const made = manifest({ transport: 'http', command: '/release', publicUrl: 'https://corp.example' });
  expect(made.features.slash_commands[0]).toMatchObject({
    command: '/release',
    url: 'https://corp.example/slack/events',
  });
});

test('the methods that the scopes are for are exactly those that the code calls', () => {
  const code = readdirSync(join(root, 'handlers'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(root, 'handlers', name), 'utf8'))
    .join('\n');
  const called = code.matchAll(
    /(?:client|modals|posts|reads)\.((?:auth|chat|conversations|files|reactions|usergroups|users|views)(?:\.users)?\.[a-zA-Z]+)\(/g,
  );
  expect([...new Set([...called].map(([, name]) => name))].sort()).toEqual(Object.keys(methods).sort());
});
