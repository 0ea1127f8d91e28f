import type { KnownBlock } from '@slack/types';
import { LaneKey } from '../src/release/ids.ts';
import type { ScopeButton, ScopeLineView } from '../src/release/posts-shape.ts';
import type { Line } from '../src/release/view-words.ts';
import { adoptLive, putLiveBack, resumeScope } from './actions.ts';
import { pressable } from './buttons.ts';
import { type People, pushText } from './leaves.ts';
import type { Message } from './message.ts';
import { lineBlocks } from './thread-line.ts';

/** What happened to a lane, an environment, a model or a registry, with what can be done about it. */
export function scopeLine(view: ScopeLineView, push: Line, people: People): Message {
  return { text: pushText(push, people), blocks: [...lineBlocks(view, people), ...buttons(view, people)] };
}

function buttons({ buttons: views, scope }: ScopeLineView, people: People): KnownBlock[] {
  const elements = views.flatMap((view) => pressable(view, wireOf(view, scope), people));
  return elements.length === 0 ? [] : [{ type: 'actions', elements }];
}

function wireOf({ verb, version }: ScopeButton, scope: string): { readonly id: string; readonly value: string | null } {
  if (verb === 'resume') return { id: resumeScope.id, value: resumeScope.encode({ scope }) };
  const action = verb === 'adopt' ? adoptLive : putLiveBack;
  const lane = LaneKey.safeParse(scope);
  const value = version === undefined || !lane.success ? null : action.encode({ lane: lane.data, version });
  return { id: action.id, value };
}
