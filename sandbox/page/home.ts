import { type ComponentChild, h } from 'preact';
import { useEffect } from 'preact/hooks';
import { objectsOf } from '../slack/json.ts';
import { Blocks } from './blocks/blocks.ts';
import { Composer } from './composer.ts';
import { SpotProvider } from './elements/spot.ts';
import { MessageList } from './message-list.ts';
import { usePage } from './page-context.ts';

/** The app itself: its Home tab, and the direct messages with it. */
export function AppPlace({ tab }: { readonly tab: 'home' | 'messages' }): ComponentChild {
  const { screen, go, act } = usePage();
  useEffect(() => void act('home', { tab }), [tab, screen.me]);
  const direct = screen.channels.find(({ kind }) => kind === 'im');
  const one = (name: 'home' | 'messages', words: string): ComponentChild =>
    h(
      'button',
      { type: 'button', role: 'tab', 'aria-selected': tab === name, onClick: () => go({ channel: name, thread: '' }) },
      words,
    );
  return h(
    'main',
    { class: 'channel', 'aria-label': screen.app.name },
    h(
      'header',
      { class: 'bar' },
      h(
        'button',
        {
          type: 'button',
          class: 'plain back',
          'aria-label': 'Back to channels',
          onClick: () => go({ channel: '', thread: '' }),
        },
        '←',
      ),
      h('h1', {}, screen.app.name),
      h(
        'div',
        { class: 'tabs', role: 'tablist' },
        screen.app.home ? one('home', 'Home') : null,
        one('messages', 'Messages'),
      ),
    ),
    tab === 'home' ? h(Home, {}) : null,
    tab === 'messages' && direct ? h(MessageList, { key: direct.id, channel: direct, thread: '' }) : null,
    tab === 'messages' && direct ? h(Composer, { key: direct.id, channel: direct, thread: '' }) : null,
  );
}

function Home(): ComponentChild {
  const { screen } = usePage();
  const blocks = objectsOf(screen.home?.['blocks']);
  const empty = h('p', { class: 'quiet empty' }, 'The app has not drawn a Home tab for you.');
  const drawn = h(SpotProvider, { value: { where: 'home', errors: {} } }, h(Blocks, { blocks }));
  return h(
    'div',
    { class: 'home', tabIndex: 0, role: 'region', 'aria-label': 'Home tab' },
    blocks.length > 0 ? drawn : empty,
  );
}
