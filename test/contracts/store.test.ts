import { redisDue } from '../../src/store/due.ts';
import { redisInbox } from '../../src/store/inbox.ts';
import { redisStore } from '../../src/store/store.ts';
import { memoryDue } from '../fakes/due.ts';
import { memoryInbox } from '../fakes/inbox.ts';
import { emptyMemory } from '../fakes/memory.ts';
import { memoryStore } from '../fakes/store.ts';
import { freshDatabase } from '../store/fixture.ts';
import { storeContract } from './store.ts';

storeContract('Redis', async () => {
  const db = await freshDatabase();
  return { store: redisStore(db), due: redisDue(db), inbox: redisInbox(db) };
});

storeContract('memory', async () => {
  const memory = emptyMemory();
  return { store: memoryStore(memory), due: memoryDue(memory), inbox: memoryInbox(memory) };
});
