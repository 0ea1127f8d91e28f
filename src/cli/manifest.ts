import { parseArgs } from 'node:util';
import { stringify } from 'yaml';
import { manifest } from '../../handlers/manifest.ts';
import { type ExitCode, print, usageError } from './verb.ts';

/** `manifest`: the app's manifest as Slack takes it, over HTTP or Socket Mode. */
export async function printManifest(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { socket: { type: 'boolean', default: false }, url: { type: 'string' }, command: { type: 'string' } },
  });
  const { socket, url, command } = values;
  if (positionals.length > 0)
    return usageError('It takes no words: signalbox manifest [--socket | --url URL] [--command /WORD]');
  if (url !== undefined && !/^https:\/\/[^/]+$/.test(url))
    return usageError('Slack calls https addresses only, without a path: --url https://signalbox.example.com');
  if (command !== undefined && !/^\/[a-z0-9_-]{1,31}$/.test(command))
    return usageError('A slash command is a slash and small letters: --command /mlops');
  const made = manifest({
    transport: socket ? 'socket' : 'http',
    ...(url === undefined ? {} : { publicUrl: url }),
    ...(command === undefined ? {} : { command }),
  });
  print(stringify(made, { lineWidth: 0 }).trimEnd());
  return 0;
}
