import express, { type Express, type Response } from 'express';
import { z } from 'zod';
import { findPerson } from '../people.ts';
import type { Person, World } from '../world.ts';
import { codeAt, importMap, type Served } from './code.ts';
import { follow } from './live.ts';
import { readMarks } from './read-marks.ts';
import { wholeTraffic } from './shown-traffic.ts';

const Read = z.strictObject({ as: z.string(), channel: z.string(), thread: z.string().optional(), ts: z.string() });

/** Puts the page on the server: `/`, its code, and what keeps it up to date. */
export function addPage(app: Express, world: World): void {
  const marks = readMarks();
  app.get('/', async (_request, response) => sendServed(response, await index()));
  app.get('/code/*path', async (request, response) => {
    sendServed(response, await codeAt(new URL(request.url, 'http://page').pathname.slice('/code/'.length)));
  });
  app.get('/page/people', (_request, response) => {
    response.json([...world.people.values()].filter(({ kind, deleted }) => kind !== 'bot' && !deleted));
  });
  app.get('/page/live/:who', (request, response) => {
    const person = known(world, request.params['who'] ?? '');
    if (person) follow(world, person, marks, { request, response });
    else response.status(404).end();
  });
  app.get('/page/traffic/:number', (request, response) => {
    const entry = wholeTraffic(world, Number(request.params['number']));
    if (entry) response.json(entry);
    else response.status(404).end();
  });
  app.post('/page/read', express.json(), (request, response) => {
    const { success, data } = Read.safeParse(request.body);
    const person = known(world, data?.as ?? '');
    if (success && person && marks.mark(person.id, data, data.ts)) world.changes.emit('change');
    response.status(success && person ? 200 : 400).json({ ok: success && person !== undefined });
  });
  app.get('/archives/:channel/:message', (request, response) => {
    const ts = (request.params['message'] ?? '').replace(/^p(\d+)(\d{6})$/, '$1.$2');
    response.redirect(`/#/${request.params['channel']}/${z.string().catch(ts).parse(request.query['thread_ts'])}`);
  });
}

async function index(): Promise<Served | undefined> {
  const page = await codeAt('page/index.html');
  return page && { ...page, body: page.body.replace(/(?<=<script type="importmap">)[^<]*/, JSON.stringify(importMap)) };
}

function sendServed(response: Response, served: Served | undefined): void {
  if (served) response.set('cache-control', 'no-store').set('content-type', served.type).send(served.body);
  else response.status(404).type('text/plain').send('There is no such file');
}

function known(world: World, who: string): Person | undefined {
  try {
    return findPerson(world, who);
  } catch {
    return undefined;
  }
}
