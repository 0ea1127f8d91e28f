import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { z } from 'zod';
import { secrets } from '../requests.ts';

const Event = z.object({
  entity: z.string(),
  action: z.string(),
  timestamp: z.string(),
  data: z.object({ name: z.string(), version: z.string(), tags: z.record(z.string(), z.string()) }),
});

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks);
    const { 'x-mlflow-delivery-id': delivery, 'x-mlflow-timestamp': timestamp } = request.headers;
    const mac = createHmac('sha256', secrets.webhook).update(`${delivery}.${timestamp}.`).update(body);
    const right = Buffer.from(`v1,${mac.digest('base64')}`);
    const given = Buffer.from(String(request.headers['x-mlflow-signature']));
    const ours = given.length === right.length && timingSafeEqual(given, right);
    if (ours) Event.parse(JSON.parse(body.toString()));
    response.writeHead(ours ? 200 : 401).end();
  });
});
server.listen(Number(process.argv[2]), '127.0.0.1', () => process.stdout.write('ready\n'));
