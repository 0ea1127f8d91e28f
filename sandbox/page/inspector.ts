import { type ComponentChild, h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { JsonObject } from '../slack/json.ts';
import type { ShownTraffic } from '../slack/page/screen.ts';
import { readTraffic } from './act.ts';
import { usePage } from './page-context.ts';

const WAYS: Readonly<Record<ShownTraffic['direction'], string>> = {
  'to-app': '→ app',
  'from-app': '← app',
  'by-person': '· person',
};

const SLOW_MS = 1_000;

/** Everything that travelled between the workspace and the app, the newest first: what, how long, and why it was refused. */
export function Inspector({ close }: { readonly close: () => void }): ComponentChild {
  const { screen } = usePage();
  const [open, setOpen] = useState(0);
  const [filter, setFilter] = useState('');
  const [onlyRefused, setOnlyRefused] = useState(false);
  const rows = screen.traffic
    .filter((row) => `${row.name} ${row.about} ${row.refused ?? ''}`.toLowerCase().includes(filter.toLowerCase()))
    .filter(({ refused, fault }) => !onlyRefused || refused !== undefined || fault !== undefined)
    .toReversed();
  const refused = screen.traffic.filter((row) => row.refused !== undefined).length;
  return h(
    'section',
    {
      class: 'inspector',
      'aria-label': 'Traffic',
      onKeyDown: (event: KeyboardEvent) => event.key === 'Escape' && close(),
    },
    h(
      'header',
      { class: 'bar' },
      h('h2', {}, 'Traffic'),
      h('input', {
        type: 'search',
        placeholder: 'Filter',
        'aria-label': 'Filter traffic',
        value: filter,
        onInput: ({ currentTarget }: { currentTarget: HTMLInputElement }) => setFilter(currentTarget.value),
      }),
      h(
        'label',
        {},
        h('input', { type: 'checkbox', checked: onlyRefused, onChange: () => setOnlyRefused(!onlyRefused) }),
        ` only refused (${refused})`,
      ),
      h('button', { type: 'button', class: 'plain close', 'aria-label': 'Close traffic', onClick: close }, '✕'),
    ),
    h(
      'div',
      { class: 'inspector-body' },
      h(Rows, { rows, open, choose: (number) => setOpen(number === open ? 0 : number) }),
      open > 0 ? h(Details, { key: open, number: open }) : null,
    ),
  );
}

function Rows(props: {
  readonly rows: readonly ShownTraffic[];
  readonly open: number;
  readonly choose: (number: number) => void;
}): ComponentChild {
  const heads = ['Time', 'Way', 'What', 'Status', 'Took', 'Refused'].map((words) => h('th', { scope: 'col' }, words));
  const one = (row: ShownTraffic): ComponentChild =>
    h(Row, { key: row.number, row, open: row.number === props.open, choose: props.choose });
  return h(
    'div',
    { class: 'traffic' },
    h('table', {}, h('thead', {}, h('tr', {}, heads)), h('tbody', {}, props.rows.map(one))),
  );
}

function Row(props: {
  readonly row: ShownTraffic;
  readonly open: boolean;
  readonly choose: (number: number) => void;
}): ComponentChild {
  const { row, open, choose } = props;
  const why = [row.refused, row.fault && `fault: ${row.fault}`].filter(Boolean).join(' · ');
  const look = [row.refused ? 'refused' : '', open ? 'open' : ''].join(' ');
  return h(
    'tr',
    { class: look, onClick: () => choose(row.number) },
    h('td', { class: 'number' }, new Date(row.at).toLocaleTimeString('en-GB')),
    h('td', { class: `way ${row.direction}` }, WAYS[row.direction]),
    h(
      'td',
      { class: 'what' },
      h('button', { type: 'button', class: 'plain', 'aria-expanded': open }, row.name),
      h('small', {}, ` ${row.about}`),
    ),
    h('td', { class: 'number' }, row.status || '–'),
    h('td', { class: row.ms >= SLOW_MS ? 'number slow' : 'number' }, `${Math.round(row.ms)} ms`),
    h('td', { class: 'why' }, why),
  );
}

function Details({ number }: { readonly number: number }): ComponentChild {
  const [entry, setEntry] = useState<JsonObject | undefined>();
  useEffect(() => {
    void readTraffic(number).then(setEntry);
  }, [number]);
  const json = (value: unknown): ComponentChild => h('pre', { tabIndex: 0 }, JSON.stringify(value, null, 2) ?? '–');
  return h(
    'div',
    { class: 'details' },
    h('h3', {}, 'Request'),
    json(entry?.['request']),
    h('h3', {}, 'Answer'),
    json(entry?.['answer']),
  );
}
