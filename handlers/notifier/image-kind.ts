const kinds = [
  { ending: '.png', starts: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { ending: '.jpg', starts: [0xff, 0xd8, 0xff] },
  { ending: '.gif', starts: [0x47, 0x49, 0x46, 0x38] },
] as const;

/** What kind of picture these bytes are, whatever their name says; null when they are none that Slack shows. */
export function imageKind(bytes: Uint8Array): (typeof kinds)[number]['ending'] | null {
  return kinds.find(({ starts }) => starts.every((byte, at) => bytes[at] === byte))?.ending ?? null;
}
