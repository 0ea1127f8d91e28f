import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ReleaseEvent } from '../../src/release/event.ts';
import { IncidentEvent } from '../../src/release/incident/event.ts';
import { ScopeEvent } from '../../src/release/scope-event.ts';
import { auditLines } from '../../src/store/audit.ts';
import { decodeEntry } from '../../src/store/entries.ts';
import { told } from './told.ts';

const folder = join(import.meta.dirname, '../fixtures/logs');
const Frozen = z.object({ entries: z.array(z.string()), tells: z.unknown() });
const versions = readdirSync(folder);

test('there are frozen logs', () => {
  expect(versions).toContain('v0.1.0');
});

describe.each(versions)('logs of %s', (version) => {
  const logs = readdirSync(join(folder, version)).map((file) => {
    const { entries, tells } = Frozen.parse(JSON.parse(readFileSync(join(folder, version, file), 'utf8')));
    return { file, entries, tells };
  });

  test.each(logs)('$file tells what it told then', async ({ entries, tells }) => {
    expect(told(entries)).toEqual(tells);
    expect((await auditLines(bytesOf(entries), [])).findings).toEqual([]);
  });

  test('every kind of event is among them', () => {
    const kinds = new Set(logs.flatMap(({ entries }) => entries.map((entry) => decodeEntry(entry).event.kind)));
    const known = [...ReleaseEvent.options, ...ScopeEvent.options, ...IncidentEvent.options].map(
      ({ shape }) => shape.kind.value,
    );
    expect(kinds.size).toBeGreaterThan(30);
    if (version === versions.at(-1)) expect(known.filter((kind) => !kinds.has(kind))).toEqual([]);
  });
});

async function* bytesOf(lines: readonly string[]): AsyncGenerator<Buffer> {
  for (const line of lines) yield Buffer.from(line);
}
