import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { z } from 'zod';
import { Fault } from '../faults.ts';
import type { Where } from '../people/place.ts';
import { ChannelInput, GroupInput, PersonInput } from '../people.ts';
import type { Workspace } from './workspace-control.ts';

const Value = z.json();
const Held = z.record(z.string(), z.record(z.string(), Value));
const Target = {
  as: z.string(),
  where: z.union([z.string(), z.strictObject({ containing: z.string() })]),
  action: z.string(),
};
const Press = z.strictObject({
  ...Target,
  value: Value.optional(),
  confirm: z.enum(['yes', 'no']).optional(),
  version: z.number().int().optional(),
  held: Held.optional(),
});
const Command = z.strictObject({
  as: z.string(),
  channel: z.string(),
  command: z.string(),
  text: z.string().default(''),
});
const Submit = z.strictObject({
  as: z.string(),
  view: z.string().default('modal'),
  values: z.record(z.string(), Value).default({}),
  held: Held.optional(),
});
const Close = z.strictObject({ as: z.string(), view: z.string().optional() });
const Suggest = z.strictObject({ ...Target, query: z.string() });
const Shortcut = z.strictObject({
  as: z.string(),
  id: z.string(),
  on: z.strictObject({ channel: z.string(), ts: z.string() }).optional(),
});
const Home = z.strictObject({ as: z.string(), tab: z.enum(['home', 'messages']).default('home') });
const Say = z.strictObject({
  as: z.string(),
  text: z.string(),
  channel: z.string().optional(),
  thread: z.string().optional(),
});
const React = z.strictObject({ as: z.string(), channel: z.string(), ts: z.string(), name: z.string() });
const Member = z.strictObject({ as: z.string(), channel: z.string() });
const Change = z.strictObject({
  who: z.string(),
  deleted: z.boolean().optional(),
  kind: PersonInput.shape.kind.unwrap().optional(),
});
const Members = z.strictObject({ handle: z.string(), people: z.array(z.string()) });
const Duration = z.strictObject({ ms: z.number().min(0) });
const Seed = z.strictObject({ seed: z.number().int() });
const RequestUrl = z.strictObject({ url: z.url() });

type Command = (workspace: Workspace, body: unknown) => unknown;

/** Everything that can be posted to `/control/…`: what it takes, and what it does. */
const POSTS: Readonly<Record<string, Command>> = {
  people: (workspace, body) => workspace.addPerson(PersonInput.parse(body)),
  groups: (workspace, body) => workspace.addGroup(GroupInput.parse(body)),
  channels: (workspace, body) => shownChannel(workspace.addChannel(ChannelInput.parse(body))),
  'change-person': (workspace, body) => {
    const { who, deleted, kind } = Change.parse(body);
    return workspace.changePerson(who, { ...(deleted === undefined ? {} : { deleted }), ...(kind ? { kind } : {}) });
  },
  'set-group': (workspace, body) => {
    const { handle, people } = Members.parse(body);
    return workspace.setGroup(handle, people);
  },
  command: (workspace, body) => {
    const { as, channel, command, text } = Command.parse(body);
    return workspace.as(as).command(channel, command, text);
  },
  press: (workspace, body) => {
    const { as, where, action, value, ...options } = Press.parse(body);
    return workspace.as(as).press(whereOf(where), action, value, options);
  },
  submit: (workspace, body) => {
    const { as, values, view, held } = Submit.parse(body);
    return workspace.as(as).submit(view, values, held);
  },
  close: (workspace, body) => {
    const { as, view } = Close.parse(body);
    return workspace.as(as).close(view);
  },
  suggest: (workspace, body) => {
    const { as, where, action, query } = Suggest.parse(body);
    return workspace.as(as).suggest(whereOf(where), action, query);
  },
  shortcut: (workspace, body) => {
    const { as, id, on } = Shortcut.parse(body);
    return workspace.as(as).shortcut(id, on);
  },
  home: (workspace, body) => {
    const { as, tab } = Home.parse(body);
    return workspace.as(as).openHome(tab);
  },
  say: async (workspace, body) => {
    const { as, text, channel, thread } = Say.parse(body);
    const to = { ...(channel ? { channel } : {}), ...(thread ? { threadTs: thread } : {}) };
    const message = await workspace.as(as).say(text, to);
    return { channel: message.channel, ts: message.ts };
  },
  react: (workspace, body) => {
    const { as, channel, ts, name } = React.parse(body);
    return workspace.as(as).react(channel, ts, name);
  },
  join: (workspace, body) => {
    const { as, channel } = Member.parse(body);
    return workspace.as(as).join(channel);
  },
  leave: (workspace, body) => {
    const { as, channel } = Member.parse(body);
    return workspace.as(as).leave(channel);
  },
  faults: (workspace, body) => workspace.faults.add(Fault.parse(body)),
  'clear-faults': (workspace) => workspace.faults.clear(),
  'seed-faults': (workspace, body) => workspace.faults.seed(Seed.parse(body).seed),
  advance: (workspace, body) => workspace.advance(Duration.parse(body).ms),
  down: (workspace, body) => workspace.down(Duration.parse(body).ms),
  'cut-sockets': (workspace) => workspace.sockets.cut(),
  'refresh-sockets': (workspace) => workspace.sockets.refresh(),
  'verify-url': async (workspace) => ({ ok: await workspace.verifyUrl() }),
  'request-url': (workspace, body) => workspace.sendTo(RequestUrl.parse(body).url),
};

/** Everything that can be read from `/control/…`. */
const GETS: Readonly<Record<string, (workspace: Workspace) => unknown>> = {
  people: ({ world }) => [...world.people.values()],
  groups: ({ world }) => [...world.groups.values()],
  channels: ({ world }) => [...world.channels.values()].map(shownChannel),
  traffic: (workspace) => workspace.traffic(),
  pings: ({ world }) => world.pings,
  notices: ({ world }) => world.notices,
  faults: (workspace) => workspace.faults.list(),
  'armed-faults': (workspace) => workspace.faults.armed(),
};

/** Puts the control API on the server. Mistakes answer 400 with one line that says what is wrong. */
export function addControl(app: Express, workspace: Workspace): void {
  app.use('/control', express.json({ limit: '5mb' }));
  app.get('/control/seen/:who', (request, response) => {
    response.json(workspace.seenBy(request.params['who'] ?? ''));
  });
  app.get('/control/:what', (request, response, next) => {
    const read = GETS[request.params['what'] ?? ''];
    if (read) response.json(read(workspace));
    else next();
  });
  app.post('/control/:what', async (request, response, next) => {
    const act = POSTS[request.params['what'] ?? ''];
    if (!act) return next();
    const result = await act(workspace, request.body ?? {});
    workspace.world.changes.emit('change');
    response.json(result ?? { ok: true });
  });
  app.use('/control', (cause: unknown, _request: Request, response: Response, _next: NextFunction) => {
    response.status(400).json({ error: wordsOf(cause) });
  });
  app.use('/control', (_request: Request, response: Response) => {
    response.status(404).json({ error: 'There is no such control' });
  });
}

function whereOf(where: z.infer<typeof Press>['where']): Where {
  return typeof where === 'string' ? where : (message) => message.json.includes(where.containing);
}

function shownChannel<Channel extends { readonly members: ReadonlySet<string> }>(channel: Channel): unknown {
  return { ...channel, members: [...channel.members] };
}

function wordsOf(cause: unknown): string {
  if (cause instanceof z.ZodError) return z.prettifyError(cause);
  return cause instanceof Error ? cause.message : String(cause);
}
