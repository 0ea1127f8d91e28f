import { createHash } from 'node:crypto';
import { CommandId, ReleaseId } from '../release/ids.ts';

const letters = '0123456789abcdefghjkmnpqrstvwxyz';

/** The release that a command opens: the same however often the command is handled. 50 bits of SHA-256. */
export function releaseIdOf(command: CommandId, lane: string): ReleaseId {
  const bytes = createHash('sha256').update(`${command}\n${lane}`).digest();
  const word = [...bytes.subarray(0, 10)].map((byte) => letters[byte % 32]).join('');
  return ReleaseId.parse(`r-${word}`);
}

const longest = 200;

/** The id of what one delivery means for one of several lanes; names that are too long stand in it by their digest. */
export function commandFor(delivery: string, lane: string): CommandId {
  const text = `${delivery}@${lane}`;
  if (text.length <= longest) return CommandId.parse(text);
  return CommandId.parse(`${text.slice(0, 100)}#${createHash('sha256').update(text).digest('hex')}`);
}
