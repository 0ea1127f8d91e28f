import type { App } from '@slack/bolt';
import type { KnownBlock, ModalView } from '@slack/types';

const words = (text: string) => ({ type: 'plain_text' as const, text });

/** The card of the small app. */
function card(state: string, model: string): KnownBlock[] {
  const value = JSON.stringify({ model });
  return [
    { type: 'header', text: words(`${state}: ${model}`) },
    { type: 'section', text: { type: 'mrkdwn', text: '*Live now:* v12. AUC `+0.009`, 9 of 9 gates.' } },
    {
      type: 'actions',
      elements: [
        {
          type: 'button',
          action_id: 'approve',
          style: 'primary',
          text: words('Approve'),
          value,
          confirm: {
            title: words('Approve?'),
            text: words('Put it live in production, replacing v12.'),
            confirm: words('Approve it'),
            deny: words('Not now'),
          },
        },
        { type: 'button', action_id: 'reject', style: 'danger', text: words('Reject…'), value },
        {
          type: 'overflow',
          action_id: 'more',
          options: ['Withdraw', 'History'].map((name) => ({ text: words(name), value: name })),
        },
      ],
    },
  ];
}

const rejectForm: ModalView = {
  type: 'modal',
  callback_id: 'reject',
  title: words('Reject the release'),
  submit: words('Reject'),
  blocks: [
    {
      type: 'input',
      block_id: 'why',
      label: words('Reason'),
      hint: words('Everybody in the thread reads it.'),
      element: { type: 'plain_text_input', action_id: 'text', multiline: true },
    },
    {
      type: 'input',
      block_id: 'kind',
      label: words('Kind'),
      element: {
        type: 'static_select',
        action_id: 'kind',
        placeholder: words('Choose one'),
        options: ['data', 'metrics'].map((name) => ({ text: words(name), value: name })),
      },
    },
    {
      type: 'input',
      block_id: 'tell',
      optional: true,
      label: words('Tell'),
      element: {
        type: 'checkboxes',
        action_id: 'tell',
        options: [{ text: words('the requester'), value: 'requester' }],
      },
    },
  ],
};

/** What the small app does: a card, its buttons, a form that refuses, a form on a form, a Home tab, and an answer that never comes. */
export function listen(app: App): void {
  app.command('/mlops', async ({ ack, command, client, respond }) => {
    if (command.text === 'silence') return;
    await ack();
    if (command.text.startsWith('promote')) {
      await client.chat.postMessage({
        channel: command.channel_id,
        text: `Review: churn`,
        blocks: card('Review', 'churn v14'),
      });
    } else
      await respond({ response_type: 'ephemeral', text: `I do not know *${command.text}*. Try \`/mlops promote\`.` });
  });
  app.action('approve', async ({ ack, body, client }) => {
    await ack();
    const [channel, ts] = [body.channel?.id ?? '', 'message' in body ? (body.message?.ts ?? '') : ''];
    await client.chat.update({ channel, ts, text: 'Approved', blocks: card('Approved', 'churn v14').slice(0, 2) });
    await client.chat.postMessage({ channel, thread_ts: ts, text: `Approved by <@${body.user.id}>, for <@U0PAT>` });
  });
  app.action('reject', async ({ ack, body, client }) => {
    await ack();
    if ('trigger_id' in body) await client.views.open({ trigger_id: body.trigger_id, view: rejectForm });
  });
  app.action('more', async ({ ack, action, respond }) => {
    await ack();
    const chosen = 'selected_option' in action ? action.selected_option?.value : '';
    await respond({ response_type: 'ephemeral', replace_original: false, text: `You chose ${chosen}` });
  });
  app.view('reject', async ({ ack, view }) => {
    const reason = view.state.values['why']?.['text']?.value ?? '';
    if (reason.length < 10)
      return ack({ response_action: 'errors', errors: { why: 'Say a little more: ten letters or so.' } });
    const sure: ModalView = {
      ...rejectForm,
      callback_id: 'sure',
      title: words('Sure?'),
      blocks: [{ type: 'section', text: words(`You wrote: ${reason}`) }],
      submit: words('Yes'),
    };
    await ack({ response_action: 'push', view: sure });
  });
  app.options('asked', async ({ ack, options }) => {
    await ack({ options: [{ text: words(`churn for ${options.value}`), value: 'churn' }] });
  });
  app.action(/^(plain|pick|several)$/, async ({ ack }) => ack());
  app.view('gallery', async ({ ack }) => ack());
  app.shortcut('link', async ({ ack }) => ack());
  app.view('sure', async ({ ack }) => ack({ response_action: 'clear' }));
  app.event('app_home_opened', async ({ event, client }) => {
    const blocks: KnownBlock[] = [
      { type: 'header', text: words('Your releases') },
      { type: 'actions', elements: [{ type: 'button', action_id: 'refresh', text: words('Refresh') }] },
    ];
    if (event.tab === 'home') await client.views.publish({ user_id: event.user, view: { type: 'home', blocks } });
  });
  app.action('refresh', async ({ ack, body, client }) => {
    await ack();
    await client.views.publish({
      user_id: body.user.id,
      view: { type: 'home', blocks: [{ type: 'header', text: words('Nothing waits for you') }] },
    });
  });
}
