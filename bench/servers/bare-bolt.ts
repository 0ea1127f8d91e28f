import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import { slackPath } from '../../handlers/receiver.ts';
import { secrets } from '../requests.ts';

const port = Number(process.argv[2]);
const receiver = new HTTPReceiver({ signingSecret: secrets.signing, endpoints: slackPath, logLevel: LogLevel.ERROR });
const app = new App({
  receiver,
  token: 'xoxb-bench',
  botId: 'B0BENCH',
  botUserId: 'U0BOT',
  tokenVerificationEnabled: false,
  convoStore: false,
  logLevel: LogLevel.ERROR,
});
app.command(/.*/, ({ ack }) => ack());
app.action(/.*/, ({ ack }) => ack());
await app.start({ port, host: '127.0.0.1' });
process.stdout.write('ready\n');
