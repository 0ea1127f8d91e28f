import type { Redis } from 'ioredis';
import { run, script } from './connection.ts';

/** What must still be so for the writes to happen, with the answer to give when it is not. */
export type Check =
  | { readonly is: 'absent'; readonly key: string; readonly otherwise: string }
  | { readonly is: 'length'; readonly key: string; readonly length: number; readonly otherwise: string }
  /** What the key holds instead follows the answer, after a space. */
  | { readonly is: 'text'; readonly key: string; readonly text: string; readonly otherwise: string }
  /** A field of a hash that starts with this number; a missing field counts as 0. */
  | {
      readonly is: 'rev';
      readonly key: string;
      readonly field: string;
      readonly rev: number;
      readonly otherwise: string;
    };

/** One Redis write command: its name, its key, the rest of its arguments. */
export type Write = readonly [command: string, key: string, ...args: (string | number)[]];

const transactScript = script(`
local next_arg = 1
local function take()
  next_arg = next_arg + 1
  return ARGV[next_arg - 1]
end
local function take_many(n)
  local from = next_arg
  next_arg = next_arg + n
  return unpack(ARGV, from, next_arg - 1)
end

local holds = {
  absent = function(key) return redis.call('EXISTS', key) == 0 end,
  length = function(key, _, n) return redis.call('LLEN', key) == tonumber(n) end,
  text = function(key, _, text)
    local stored = redis.call('GET', key) or ''
    return stored == text, stored
  end,
  rev = function(key, field, rev)
    local stored = redis.call('HGET', key, field)
    return (stored and string.match(stored, '^%d+') or '0') == rev
  end,
}

for _ = 1, tonumber(take()) do
  local is, key, field, want, otherwise = take_many(5)
  local so, found = holds[is](KEYS[tonumber(key)], field, want)
  if not so then return found and otherwise .. ' ' .. found or otherwise end
end
for _ = 1, tonumber(take()) do
  local command, key, count = take_many(3)
  redis.call(command, KEYS[tonumber(key)], take_many(tonumber(count)))
end
return 'written'
`);

/** Does all writes if every check holds, else none: answers `written`, or the `otherwise` of the first check that failed. */
export async function transact(redis: Redis, checks: readonly Check[], writes: readonly Write[]): Promise<string> {
  const keys = [...new Set([...checks.map((check) => check.key), ...writes.map(([, key]) => key)])];
  const place = new Map(keys.map((key, index) => [key, index + 1]));
  const at = (key: string) => place.get(key) ?? 0;
  const args = [
    checks.length,
    ...checks.flatMap((check) => [check.is, at(check.key), ...wanted(check), check.otherwise]),
    writes.length,
    ...writes.flatMap(([command, key, ...rest]) => [command, at(key), rest.length, ...rest]),
  ];
  return String(await run(redis, transactScript, keys, args));
}

function wanted(check: Check): readonly [field: string, want: string | number] {
  switch (check.is) {
    case 'absent':
      return ['', ''];
    case 'length':
      return ['', check.length];
    case 'text':
      return ['', check.text];
    case 'rev':
      return [check.field, check.rev];
  }
}
