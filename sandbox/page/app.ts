import { type ComponentChild, h } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { JsonObject } from '../slack/json.ts';
import type { Screen, ShownChannel } from '../slack/page/screen.ts';
import type { Held } from '../slack/people/fill-in.ts';
import { act, type Done } from './act.ts';
import { Channel, Thread } from './channel.ts';
import { Confirm } from './confirm.ts';
import { AppPlace } from './home.ts';
import { Inspector } from './inspector.ts';
import { useLive } from './live.ts';
import { OpenModal } from './modal.ts';
import { personName } from './names.ts';
import { type Page, PageProvider } from './page-context.ts';
import { type Go, type Place, usePlace } from './place.ts';
import { Sidebar } from './sidebar.ts';

const TOLD_MS = 6_000;

/** The whole page: finds out who one is, and follows their screen. */
export function App(): ComponentChild {
  const [place, go] = usePlace();
  const { screen, connected, unknown } = useLive(place.who);
  useEffect(() => {
    if (!place.who || unknown) void firstPerson().then((who) => go({ who }));
  }, [place.who, unknown]);
  if (!screen)
    return h(
      'p',
      { class: 'empty', role: 'status' },
      connected ? 'Opening the workspace…' : 'The workspace does not answer.',
    );
  return h(Shell, { screen, place, go, connected });
}

function Shell(props: ShellProps): ComponentChild {
  const { screen, place, connected } = props;
  const [told, tell] = useTold();
  const [question, ask] = useQuestion();
  const [inspecting, setInspecting] = useState(false);
  const typed = useRef(new Map<string, Held>()).current;
  const channel = channelAt(screen, place);
  useSomewhere(props);
  const page: Page = { screen, place, go: props.go, typed, tell, ask, act: (what, body) => actAs(page, what, body) };
  const look = `page ${place.channel ? 'in-channel' : ''} ${channel && place.thread ? 'in-thread' : ''}`;
  return h(
    PageProvider,
    { value: page },
    h(
      'div',
      { class: look },
      h(Sidebar, { inspecting, inspect: () => setInspecting(!inspecting) }),
      isApp(place.channel) ? h(AppPlace, { key: screen.me, tab: place.channel }) : null,
      channel ? h(Channel, { key: `${screen.me} ${channel.id}`, channel }) : null,
      channel && place.thread
        ? h(Thread, { key: `${screen.me} ${place.thread}`, channel, thread: place.thread })
        : null,
      inspecting ? h(Inspector, { close: () => setInspecting(false) }) : null,
    ),
    h(OpenModal, { key: screen.me }),
    question ? h(Confirm, question) : null,
    h(Told, { words: connected ? told : 'The workspace does not answer. I keep trying.' }),
  );
}

type ShellProps = {
  readonly screen: Screen;
  readonly place: Place;
  readonly go: Go;
  readonly connected: boolean;
};

function Told({ words }: { readonly words: string }): ComponentChild {
  return h('div', { class: 'told', role: 'status' }, words ? h('p', {}, words) : null);
}

/** Does something as the person, and says in the corner what Slack would say there. */
async function actAs({ screen, tell }: Page, what: string, body: JsonObject): Promise<Done> {
  const done = await act(what, { as: screen.me, ...body });
  if (done.error) tell(done.error);
  else if (done.notice && what !== 'submit') tell(done.notice);
  return done;
}

/** Nobody is nowhere: where the address names no channel that they can read, the first one opens; a phone shows the list. */
function useSomewhere({ screen, place, go }: ShellProps): void {
  const lost = !isApp(place.channel) && channelAt(screen, place) === undefined;
  useEffect(() => {
    const wide = matchMedia('(min-width: 700px)').matches;
    const first = screen.channels.find(({ member, kind }) => member && kind !== 'im')?.id ?? 'messages';
    if (lost && wide) go({ channel: first, thread: '' });
    if (lost && !wide && place.channel !== '') go({ channel: '', thread: '' });
  }, [place.channel, lost, screen.me]);
  const pings = screen.people.find(({ id }) => id === screen.me)?.pings ?? 0;
  useEffect(() => {
    document.title = `${pings > 0 ? `(${pings}) ` : ''}${personName(screen, screen.me)} – ${screen.team}`;
  }, [screen.me, pings]);
}

function channelAt(screen: Screen, place: Place): ShownChannel | undefined {
  return screen.channels.find(
    ({ id, name }) => id === place.channel || (place.channel !== '' && name === place.channel),
  );
}

function isApp(channel: string): channel is 'home' | 'messages' {
  return channel === 'home' || channel === 'messages';
}

function useTold(): readonly [string, (words: string) => void] {
  const [told, setTold] = useState({ words: '' });
  useEffect(() => {
    const timer = setTimeout(() => setTold({ words: '' }), TOLD_MS);
    return () => clearTimeout(timer);
  }, [told]);
  return [told.words, (words) => setTold({ words })];
}

type Question = { readonly dialog: JsonObject; readonly answer: (yes: boolean) => void };

function useQuestion(): readonly [Question | undefined, Page['ask']] {
  const [question, setQuestion] = useState<Question | undefined>();
  const ask = (dialog: JsonObject): Promise<boolean> =>
    new Promise((resolve) => {
      const answer = (yes: boolean): void => {
        setQuestion(undefined);
        resolve(yes);
      };
      setQuestion({ dialog, answer });
    });
  return [question, ask];
}

async function firstPerson(): Promise<string> {
  const people: readonly { readonly name: string }[] = await (await fetch('/page/people')).json();
  return people[0]?.name ?? '';
}
