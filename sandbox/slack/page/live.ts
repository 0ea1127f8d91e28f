import type { Request, Response } from 'express';
import type { Person, World } from '../world.ts';
import type { ReadMarks } from './read-marks.ts';
import { readScreen } from './read-screen.ts';

const TOGETHER_MS = 50;
const ALIVE_MS = 15_000;

/** Sends a person's screen at once, and again whenever something changed; changes close together go out as one. */
export function follow(world: World, person: Person, marks: ReadMarks, { request, response }: Wire): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  let waiting: NodeJS.Timeout | undefined;
  const send = (): void => {
    waiting = undefined;
    response.write(`data: ${JSON.stringify(readScreen(world, person, marks))}\n\n`);
  };
  const soon = (): void => {
    waiting ??= setTimeout(send, TOGETHER_MS);
  };
  const alive = setInterval(() => response.write(': here\n\n'), ALIVE_MS);
  world.changes.on('change', soon);
  request.once('close', () => {
    world.changes.off('change', soon);
    clearInterval(alive);
    clearTimeout(waiting);
  });
  send();
}

type Wire = { readonly request: Request; readonly response: Response };
