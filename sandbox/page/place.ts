import { useEffect, useState } from 'preact/hooks';

/** Where somebody is on the page: who they act as, a channel (or `home`, `messages`), and a thread. It is the URL's hash. */
export type Place = { readonly who: string; readonly channel: string; readonly thread: string };

/** Goes somewhere; what is not named stays. */
export type Go = (next: Partial<Place>) => void;

/** The place that the address says, kept up to date. */
export function usePlace(): readonly [Place, Go] {
  const [place, setPlace] = useState(read);
  useEffect(() => {
    const follow = (): void => setPlace(read());
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);
  return [place, (next) => write({ ...read(), ...next })];
}

function read(): Place {
  const [who = '', channel = '', thread = ''] = location.hash.replace(/^#/, '').split('/').map(decodeURIComponent);
  return { who, channel, thread };
}

function write({ who, channel, thread }: Place): void {
  const parts = [who, channel, thread].map(encodeURIComponent);
  location.hash = parts.join('/').replace(/\/+$/, '');
}
