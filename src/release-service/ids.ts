import { createHash } from 'node:crypto';
import { CommandId, IncidentId, ReleaseId } from '../release/ids.ts';

const letters = '0123456789abcdefghjkmnpqrstvwxyz';

/** The release that a command opens: the same however often the command is handled. 50 bits of SHA-256. */
export function releaseIdOf(command: CommandId, lane: string): ReleaseId {
  return ReleaseId.parse(`r-${wordOf(`${command}\n${lane}`)}`);
}

/** The incident of a kind that a message opens in a lane: the same however often the message is handled. */
export function incidentIdOf(command: CommandId, lane: string, of: string): IncidentId {
  return IncidentId.parse(`i-${wordOf(`${command}\n${lane}\n${of}`)}`);
}

function wordOf(text: string): string {
  const bytes = createHash('sha256').update(text).digest();
  return [...bytes.subarray(0, 10)].map((byte) => letters[byte % 32]).join('');
}

const longest = 200;

/** The id of what one delivery means for one of several lanes; names that are too long stand in it by their digest. */
export function commandFor(delivery: string, lane: string): CommandId {
  const text = `${delivery}@${lane}`;
  if (text.length <= longest) return CommandId.parse(text);
  return CommandId.parse(`${text.slice(0, 100)}#${createHash('sha256').update(text).digest('hex')}`);
}
