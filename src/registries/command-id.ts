import { createHash } from 'node:crypto';
import { CommandId } from '../release/ids.ts';

// A command id holds 200, and whoever acts on one message for several lanes adds the lane to it.
const longest = 130;

/** The id itself, or its beginning and its digest where names from outside made it too long. */
export function commandId(text: string): CommandId {
  if (text.length <= longest) return CommandId.parse(text);
  return CommandId.parse(`${text.slice(0, 60)}#${createHash('sha256').update(text).digest('hex')}`);
}
