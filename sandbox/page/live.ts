import { useEffect, useState } from 'preact/hooks';
import type { Screen } from '../slack/page/screen.ts';

/** What is known of somebody's screen. */
export type Live = {
  readonly screen: Screen | undefined;
  readonly connected: boolean;
  /** Nobody here is called that. */
  readonly unknown: boolean;
};

const NOTHING: Live = { screen: undefined, connected: true, unknown: false };

/** Follows a person's screen without reloading; comes back by itself when the workspace was away. */
export function useLive(who: string): Live {
  const [live, setLive] = useState(NOTHING);
  useEffect(() => {
    if (!who) return;
    const source = new EventSource(`/page/live/${encodeURIComponent(who)}`);
    source.onmessage = ({ data }) => {
      const screen: Screen = JSON.parse(String(data));
      setLive({ screen, connected: true, unknown: false });
    };
    source.onerror = () => {
      const unknown = source.readyState === EventSource.CLOSED;
      setLive((before) => ({ ...before, connected: false, unknown }));
    };
    return () => source.close();
  }, [who]);
  return live;
}
