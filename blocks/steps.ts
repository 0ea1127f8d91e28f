import type { RichTextSection } from '@slack/types';
import type { StepRow } from '../src/release/view-shape.ts';
import { text } from './leaves.ts';

const marks: Record<StepRow['mark'], string> = { done: '✓', running: '▸', retrying: '↻', failed: '✗' };

/** The checklist of an execution, a step a line. */
export function stepsSection(steps: readonly StepRow[]): RichTextSection {
  const lines = steps.map(({ mark, label, note }) => `${marks[mark]} ${label}${note === null ? '' : `, ${note}`}`);
  return { type: 'rich_text_section', elements: lines.length === 0 ? [] : [text(lines.join('\n'))] };
}
