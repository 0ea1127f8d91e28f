import type { ActionsBlock, Button, KnownBlock, Overflow, PlainTextOption } from '@slack/types';
import type { IncidentVerb, IncidentView } from '../src/release/incident/view-shape.ts';
import type { ButtonView } from '../src/release/view-shape.ts';
import { pressable } from './buttons.ts';
import {
  acknowledgeIncident,
  cancelReturn,
  incidentMoreVerbs,
  moreOfIncident,
  openRunbook,
  retrainIncident,
  rollBackIncident,
} from './incident-actions.ts';
import { isAddress, mentionLeaves, type People, paragraph, plainLine, pushText, section, text } from './leaves.ts';
import { limits } from './limits.ts';
import { fitting, footer, header, type Message, plainText, richText } from './message.ts';
import { tame } from './text.ts';

const longestLabel = 60;
const longestBlockId = 255;

/** The message of an incident: what is wrong, what is live, what to do about it and who said what. */
export function incidentCard(view: IncidentView, people: People): Message {
  return { text: pushText(view.push, people), blocks: fitting((scale) => drawing(view, people, scale)) };
}

function drawing(view: IncidentView, people: People, scale: number): KnownBlock[] {
  const asked = people.mentions.length === 0 ? [] : [text('For '), ...mentionLeaves(people.mentions)];
  return [
    header(plainLine(view.header, people, limits.header)),
    ...richText(
      paragraph(view.numbers, people, scale),
      section(view.why, people, scale),
      paragraph(view.live, people, scale),
    ),
    ...richText(
      section(view.advice ?? [], people, scale),
      paragraph(view.returning, people, scale),
      paragraph(view.said, people, scale),
      section(view.links, people, scale),
      { type: 'rich_text_section', elements: asked },
    ),
    ...actions(view, people),
    footer(tame(view.footer, longestLabel)),
  ];
}

/** The lane stands in the block's id: an option of the menu has no room for it. */
function actions(view: IncidentView, people: People): ActionsBlock[] {
  const elements = [...view.buttons.flatMap((one) => button(view, one, people)), ...menu(view)];
  if (elements.length === 0) return [];
  return [{ type: 'actions', elements, ...(view.lane.length > longestBlockId ? {} : { block_id: view.lane }) }];
}

function button(view: IncidentView, one: ButtonView<IncidentVerb>, people: People): Button[] {
  const { incident, lane, about } = view;
  switch (one.verb) {
    case 'cancel':
      return pressable(one, { id: cancelReturn.id, value: cancelReturn.encode({ incident, lane }) }, people);
    case 'acknowledge':
      return pressable(
        one,
        { id: acknowledgeIncident.id, value: acknowledgeIncident.encode({ incident, lane }) },
        people,
      );
    case 'roll-back': {
      const { release, reason } = about;
      const value = rollBackIncident.encode({ incident, lane, release, reason });
      return pressable(one, { id: rollBackIncident.id, value }, people);
    }
    case 'retrain':
      return pressable(one, { id: retrainIncident.id, value: retrainIncident.encode({ incident, lane }) }, people);
    case 'runbook':
      return about.runbook === null || !isAddress(about.runbook)
        ? []
        : pressable(one, { id: openRunbook.id, value: openRunbook.encode({}) }, people).map((drawn) => ({
            ...drawn,
            url: about.runbook ?? '',
          }));
    default:
      return [];
  }
}

function menu({ incident, lane, more }: IncidentView): Overflow[] {
  if (lane.length > longestBlockId) return [];
  const options = more.flatMap(({ verb, label }): PlainTextOption[] => {
    const known = incidentMoreVerbs.find((one) => one === verb);
    const value = known === undefined ? null : moreOfIncident.encode({ verb: known, incident });
    return value === null ? [] : [{ text: plainText(label, limits.overflow.text), value }];
  });
  const [first, ...rest] = options;
  return first === undefined ? [] : [{ type: 'overflow', action_id: moreOfIncident.id, options: [first, ...rest] }];
}
