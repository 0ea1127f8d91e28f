import { countedGates } from './evidence-words.ts';
import type { ReleaseTexts } from './shape.ts';
import { momentText, sentences } from './texts.ts';

/** What waits for others, what they made, and where a release goes on from there. */
export const trainingWords: ReleaseTexts<
  'step-watched' | 'scored-noted' | 'trained-judged' | 'verified' | 'continued'
> = {
  'step-watched': () => null,
  'scored-noted': ({ version, since, total, words }) =>
    sentences(
      words === null
        ? `${total} scoring runs had used v${version} since ${momentText(since)}`
        : `Which scoring runs had used v${version} is not known: ${words}`,
    ),
  'trained-judged': ({ evidence, candidate, findings }) =>
    sentences(`What was trained is v${candidate.version}, evidence ${evidence}: ${countedGates(findings)}`),
  verified: () => 'Verified: live and watched to the end.',
  continued: ({ release, words }) =>
    release === null
      ? sentences(`The next environment was not asked for: ${words}`)
      : `The next environment was asked for: ${release}.`,
};
