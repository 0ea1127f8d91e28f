import type { Trend } from './standing.ts';

/** Colours that people with any common colour blindness tell apart (Okabe and Ito), and the greys around them. */
export const colours = {
  ink: '#1d1c1d',
  quiet: '#5c5c60',
  faint: '#d5d5d9',
  better: '#0072b2',
  worse: '#d55e00',
} as const;

/** How a trend is marked: never by its colour alone. */
export interface Mark {
  readonly word: string;
  readonly colour: string;
  readonly shape: 'circle' | 'diamond' | 'square';
}

export const marks: Record<Trend, Mark> = {
  better: { word: '▲ better', colour: colours.better, shape: 'circle' },
  worse: { word: '▼ worse', colour: colours.worse, shape: 'diamond' },
  same: { word: '= same', colour: colours.quiet, shape: 'square' },
  up: { word: '↑ higher', colour: colours.quiet, shape: 'square' },
  down: { word: '↓ lower', colour: colours.quiet, shape: 'square' },
  unknown: { word: 'not comparable', colour: colours.quiet, shape: 'square' },
};
