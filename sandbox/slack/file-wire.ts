import type { JsonObject } from './json.ts';
import type { FileRecord, World } from './world.ts';

/** A file as `files.info` shows it: what kind it is appears only once Slack has looked at it. */
export function fileWire(world: World, file: FileRecord): JsonObject {
  const url = `${world.wires.baseUrl}/files/${file.id}/${encodeURIComponent(file.name)}`;
  const ready = fileReady(world, file);
  const kind = file.name.split('.').at(-1)?.toLowerCase() ?? '';
  const image = ['png', 'jpg', 'jpeg', 'gif'].includes(kind);
  return {
    id: file.id,
    created: Math.floor((file.completedAt ?? 0) / 1000),
    timestamp: Math.floor((file.completedAt ?? 0) / 1000),
    name: file.name,
    title: file.title,
    mimetype: ready ? mimeOf(kind) : '',
    filetype: ready ? kind : '',
    user: world.app.botUser,
    size: file.length,
    mode: 'hosted',
    is_external: false,
    is_public: file.channels.size > 0,
    url_private: url,
    url_private_download: `${url}?download=1`,
    permalink: url,
    channels: [...file.channels],
    ...(file.altText ? { alt_txt: file.altText } : {}),
    ...(ready && image ? { thumb_64: url, thumb_360: url, original_w: 640, original_h: 360 } : {}),
  };
}

/** Whether a file may be used in an image block yet. */
export function fileReady(world: World, file: FileRecord): boolean {
  return file.completedAt !== undefined && world.clock.now() >= file.completedAt + world.fileReadyMs;
}

function mimeOf(kind: string): string {
  const known: Readonly<Record<string, string>> = {
    png: 'image/png',
    jpg: 'image/jpeg',
    jpeg: 'image/jpeg',
    gif: 'image/gif',
    json: 'application/json',
  };
  return known[kind] ?? 'text/plain';
}
