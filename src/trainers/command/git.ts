import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ReleaseError } from '../../errors.ts';
import type { Call } from '../../ports.ts';
import { codeOf } from './files.ts';
import { signal as send } from './processes.ts';

/** How git is reached: where programs are looked for, and settings for this one command, such as a header with a token. */
export interface GitOptions {
  readonly path: string;
  readonly settings?: Readonly<Record<string, string>>;
}

/** What git answered: the beginning of what it printed, and the end of what it said of itself. */
export interface GitAnswer {
  readonly code: number | null;
  readonly printed: string;
  readonly said: string;
}

/** In force for every command: nobody's hooks, nothing that asks a person, nothing left running behind. */
const always: Readonly<Record<string, string>> = {
  'core.hooksPath': '/dev/null',
  'credential.helper': '',
  'core.askPass': '',
  'gc.auto': '0',
  'maintenance.auto': 'false',
  'protocol.ext.allow': 'never',
  'advice.detachedHead': 'false',
};

/** Runs git without anybody's own settings, until the call's deadline; throws `deadline_passed` then. */
export async function git(
  args: readonly string[],
  { path, settings = {} }: GitOptions,
  call: Call,
): Promise<GitAnswer> {
  const left = call.deadline - Date.now();
  if (left <= 0 || call.signal?.aborted) throw new ReleaseError('deadline_passed', { git: args[0] });
  const env = environmentOf(path, { ...always, ...settings });
  const child = spawn('git', args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed = (printed + text).slice(0, 2_000);
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-2_000);
  });
  let late = false;
  const stop = () => {
    late = true;
    if (child.pid !== undefined) send(-child.pid, 'SIGKILL');
  };
  const timer = setTimeout(stop, Math.min(left, 2 ** 31 - 1));
  call.signal?.addEventListener('abort', stop, { once: true });
  try {
    const [code]: readonly unknown[] = await once(child, 'close');
    if (late) throw new ReleaseError('deadline_passed', { git: args[0], said });
    return { code: typeof code === 'number' ? code : null, printed, said };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') throw new ReleaseError('training_refused', { words: 'git is not installed here.' });
    throw error;
  } finally {
    clearTimeout(timer);
    call.signal?.removeEventListener('abort', stop);
  }
}

/** Settings go through the environment: a token in an argument would stand in the list of processes. */
function environmentOf(path: string, settings: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(settings);
  return {
    PATH: path,
    LC_ALL: 'C',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_SSH_COMMAND: 'ssh -o BatchMode=yes',
    GIT_CONFIG_COUNT: String(entries.length),
    ...Object.fromEntries(
      entries.flatMap(([key, value], index) => [
        [`GIT_CONFIG_KEY_${index}`, key],
        [`GIT_CONFIG_VALUE_${index}`, value],
      ]),
    ),
  };
}
