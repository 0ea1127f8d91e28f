import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { JsonObject } from '../slack/json.ts';
import type { Screen } from '../slack/page/screen.ts';
import type { Held } from '../slack/people/fill-in.ts';
import type { Done } from './act.ts';
import type { Go, Place } from './place.ts';

/** What everything on the page may know and do. */
export type Page = {
  readonly screen: Screen;
  readonly place: Place;
  readonly go: Go;
  /** Does something as the person; what went wrong is told in a corner of the page. */
  readonly act: (what: string, body: JsonObject) => Promise<Done>;
  /** Says something for a few seconds. */
  readonly tell: (words: string) => void;
  /** Asks in a dialog, as a confirm object says; answers what the person decided. */
  readonly ask: (dialog: JsonObject) => Promise<boolean>;
  /** What was chosen or typed and not sent yet, by where it stands. */
  readonly typed: Map<string, Held>;
};

const Context = createContext<Page | undefined>(undefined);

/** Gives the page to everything below. */
export const PageProvider = Context.Provider;

/** The page that a component stands on. */
export function usePage(): Page {
  const page = useContext(Context);
  if (!page) throw new Error('Nothing may be drawn outside of the page');
  return page;
}
