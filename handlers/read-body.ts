import type { IncomingMessage } from 'node:http';

/** The raw bytes of a request, or why there are none: more than `most` bytes, not all of it within `withinMs`, or cut off. */
export type Body =
  | { readonly kind: 'read'; readonly bytes: Buffer }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'too-slow' }
  | { readonly kind: 'cut-off' };

export function readBody(request: IncomingMessage, most: number, withinMs = 5_000): Promise<Body> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const timer = setTimeout(() => end({ kind: 'too-slow' }), withinMs);
    const end = (body: Body): void => {
      clearTimeout(timer);
      request.removeAllListeners('data').resume();
      resolve(body);
    };
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > most) end({ kind: 'too-large' });
      else chunks.push(chunk);
    });
    request.once('end', () => end({ kind: 'read', bytes: Buffer.concat(chunks) }));
    request.once('error', () => end({ kind: 'cut-off' }));
    request.once('close', () => end({ kind: 'cut-off' }));
  });
}
