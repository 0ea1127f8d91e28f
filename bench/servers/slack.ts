import { createServer } from 'node:http';

const answers: Readonly<Record<string, object>> = {
  '/api/auth.test': { ok: true, team_id: 'T0BENCH', team: 'Bench', bot_id: 'B0BENCH', user_id: 'U0BOT', user: 'bot' },
  '/api/users.info': { ok: true, user: { id: 'U0BENCH', team_id: 'T0BENCH', tz: 'UTC' } },
};

const server = createServer((request, response) => {
  request.resume().on('end', () => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answers[request.url ?? ''] ?? { ok: true }));
  });
});
server.listen(Number(process.argv[2]), '127.0.0.1', () => process.stdout.write('ready\n'));
