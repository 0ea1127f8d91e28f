import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

/** Where blocks stand: what the control API calls the place, and what is wrong there, by block. */
export type Spot = { readonly where: string; readonly errors: Readonly<Record<string, string>> };

const Context = createContext<Spot>({ where: '', errors: {} });

/** Says to all blocks below where they stand. */
export const SpotProvider = Context.Provider;

/** Where a block stands. */
export function useSpot(): Spot {
  return useContext(Context);
}
