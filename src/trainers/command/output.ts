import { closeSync, openSync, writeSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { stripVTControlCharacters } from 'node:util';
import { Version } from '../../release/ids.ts';
import type { Said } from './schema.ts';

export interface OutputOptions {
  readonly log: string;
  readonly maxBytes: number;
  /** Never written: a star stands for each. */
  readonly secrets: readonly string[];
}

/** What a training prints: kept in its log line by line, up to a limit, and listened to. */
export interface Output {
  listen(stream: Readable): void;
  /** The last line, and the versions that were named so far. */
  said(): Said;
  close(): void;
}

const longestLine = 16_384;
const longestWords = 200;
const mostVersions = 100;
/** Hiding anything shorter would hide half of every line. */
const shortestSecret = 6;

export function output({ log, maxBytes, secrets }: OutputOptions): Output {
  const file = openSync(log, 'a');
  const hidden = secrets.flatMap((secret) => secret.split('\n')).filter((part) => part.length >= shortestSecret);
  const registered = new Set<Version>();
  let last: string | null = null;
  let left = maxBytes;
  let full = false;

  function keep(line: string): void {
    const bytes = Buffer.from(`${line}\n`);
    if (full) return;
    full = bytes.length > left;
    left -= bytes.length;
    const note = `[signalbox] The output is longer than ${maxBytes} bytes; the rest is left out.\n`;
    writeSync(file, full ? Buffer.from(note) : bytes);
  }

  function hear(raw: string): void {
    const line = hidden.reduce((text, secret) => text.replaceAll(secret, '*'), raw);
    keep(line);
    const words = plain(line);
    const version = Version.safeParse(/^signalbox: registered-version=(\d+)$/.exec(words)?.[1]);
    if (version.success && registered.size < mostVersions) registered.add(version.data);
    if (words !== '' && !words.startsWith('signalbox:')) last = words;
  }

  return {
    listen(stream) {
      const { push, end } = lines(hear);
      stream.on('data', push).on('end', end);
    },
    said: () => ({ line: last, registered: [...registered] }),
    close: () => closeSync(file),
  };
}

/** Cuts bytes into lines; a bar that redraws itself is many lines, and what never ends a line is cut. */
function lines(hear: (line: string) => void): { push(chunk: Buffer): void; end(): void } {
  const decoder = new StringDecoder('utf8');
  let begun = '';
  function take(text: string): void {
    const parts = (begun + text).split(/\r\n|\n|\r(?!$)/);
    begun = parts.pop() ?? '';
    for (const part of parts) hear(part);
    if (begun.length < longestLine) return;
    hear(begun);
    begun = '';
  }
  return {
    push: (chunk) => take(decoder.write(chunk)),
    end() {
      take(decoder.end());
      if (begun !== '') hear(begun.replace(/\r$/, ''));
      begun = '';
    },
  };
}

function plain(line: string): string {
  const words = stripVTControlCharacters(line)
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
  const letters = [...words];
  return letters.length <= longestWords ? words : `${letters.slice(0, longestWords - 1).join('')}…`;
}
