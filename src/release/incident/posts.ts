import type { Happened } from '../event.ts';
import type { Post } from '../posts-shape.ts';
import { lasted } from '../view-numbers.ts';
import { line, link, strong } from '../view-words.ts';
import type { IncidentEvent } from './event.ts';
import { lastedMs } from './lasted-ms.ts';
import { incidentThread } from './posts-thread.ts';
import type { IncidentState } from './state.ts';
import { incidentView } from './view.ts';
import { kindWords } from './view-numbers.ts';
import type { AroundIncident } from './view-shape.ts';

/** An incident as posts: its folded state and the log behind it; `parent` is where its message stands, null before it does. */
export interface IncidentStory {
  readonly state: IncidentState;
  readonly log: readonly Happened<IncidentEvent>[];
  readonly around: AroundIncident;
  readonly parent: string | null;
}

/** All posts of an incident now, in order: its message, its thread, and last, for nobody has to act on it, a line in the thread of the release that it is about. */
export function incidentPosts(story: IncidentStory): readonly Post[] {
  return [parentPost(story), ...incidentThread(story), ...releaseLine(story)];
}

function parentPost({ state, around }: IncidentStory): Post {
  const view = incidentView(state, around);
  const rings = state.severity !== 'info' && state.phase === 'open';
  return {
    key: 'card',
    place: 'channel',
    push: view.push,
    content: { kind: 'incident', incident: view },
    mentions: rings ? around.tell : [],
  };
}

function releaseLine({ state, around, parent }: IncidentStory): readonly Post[] {
  const release = state.live?.release ?? null;
  if (release === null || parent === null || !around.cards.has(release)) return [];
  const what = kindWords[state.of];
  const words = {
    open: line(strong('Alert: '), `${state.severity}, ${what}`),
    resolved: line(strong('Alert over: '), `${what}, after ${lasted(lastedMs(state))}`),
    dismissed: line(strong('Alert was no problem: '), what),
    ended: line(strong('Alert ended: '), what),
  }[state.phase];
  const told = line(words, ', ', link('see its thread', parent));
  return [
    {
      key: 'line:release',
      place: 'release',
      push: told,
      content: { kind: 'line', line: { lines: [told], steps: [] } },
      mentions: [],
    },
  ];
}
