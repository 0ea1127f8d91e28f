import type { KnownBlock } from '@slack/types';
import type { ScopeLineView } from '../src/release/posts-shape.ts';
import type { Line } from '../src/release/view-words.ts';
import { resumeScope } from './actions.ts';
import { pressable } from './buttons.ts';
import { type People, pushText } from './leaves.ts';
import type { Message } from './message.ts';
import { lineBlocks } from './thread-line.ts';

/** What happened to a lane, an environment, a model or a registry, with what can be done about it. */
export function scopeLine(view: ScopeLineView, push: Line, people: People): Message {
  return { text: pushText(push, people), blocks: [...lineBlocks(view, people), ...buttons(view, people)] };
}

function buttons({ buttons: views, scope }: ScopeLineView, people: People): KnownBlock[] {
  const press = { id: resumeScope.id, value: resumeScope.encode({ scope }) };
  const elements = views.filter(({ verb }) => verb === 'resume').flatMap((view) => pressable(view, press, people));
  return elements.length === 0 ? [] : [{ type: 'actions', elements }];
}
