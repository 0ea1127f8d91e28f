import { expect, test } from 'vitest';
import { jsonLog } from '../../src/log.ts';
import { logFor } from '../../src/release-service/log-for.ts';

/** The lines that a log for this lane takes, of one on each level. */
function said(logLevel: string | null) {
  const lines: string[] = [];
  const log = jsonLog({ level: 'info', write: (line) => lines.push(line) });
  const surroundings = { data: null, experiment: null, logLevel, prometheus: null };
  const lane = logFor(log, { environment: 'dev', surroundings });
  for (const level of ['debug', 'info', 'warn', 'error'] as const) lane[level]({}, level);
  return lines.map((line) => JSON.parse(line)).map(({ msg, environment }) => `${msg} ${environment ?? 'nowhere'}`);
}

test.each([
  [null, ['info nowhere', 'warn nowhere', 'error nowhere']],
  ['DEBUG', ['debug dev', 'info dev', 'warn dev', 'error dev']],
  ['INFO', ['info dev', 'warn dev', 'error dev']],
  ['WARNING', ['warn dev', 'error dev']],
  ['ERROR', ['error dev']],
])('an environment with log-level %s says %j', (level, lines) => {
  expect(said(level)).toEqual(lines);
});
