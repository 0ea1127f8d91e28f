import { ReleaseId } from '../../src/release/ids.ts';

/** A release id that no other test has. */
export function someRelease(): ReleaseId {
  const letters = [...crypto.getRandomValues(new Uint8Array(10))].map(
    (byte) => '0123456789abcdefghjkmnpqrstvwxyz'[byte % 32],
  );
  return ReleaseId.parse(`r-${letters.join('')}`);
}
