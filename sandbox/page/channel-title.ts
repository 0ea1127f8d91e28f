import type { ShownChannel } from '../slack/page/screen.ts';

const SIGNS: Readonly<Record<ShownChannel['kind'], string>> = { public: '#', private: '🔒 ', im: '' };

/** A channel's name as it is shown. */
export function channelTitle({ kind, name }: ShownChannel): string {
  return `${SIGNS[kind]}${name}`;
}
