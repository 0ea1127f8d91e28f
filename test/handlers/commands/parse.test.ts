import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { verbs } from '../../../handlers/commands/grammar.ts';
import { misunderstoodText } from '../../../handlers/commands/misunderstood.ts';
import { type Parsed, parseCommand } from '../../../handlers/commands/parse.ts';
import { Version } from '../../../src/release/ids.ts';

const v14 = { kind: 'number', version: Version.parse('14') } as const;
const champion = { kind: 'alias', alias: 'champion' } as const;
const nothing = { version: null, environment: null, reason: null } as const;
const twoHours = { kind: 'after', ms: 7_200_000 } as const;

const understood: readonly (readonly [string, Parsed])[] = [
  ['promote churn', { verb: 'promote', model: 'churn', ...nothing }],
  ['promote churn@14', { verb: 'promote', model: 'churn', ...nothing, version: v14 }],
  ['promote churn@v14', { verb: 'promote', model: 'churn', ...nothing, version: v14 }],
  ['promote churn@V014', { verb: 'promote', model: 'churn', ...nothing, version: v14 }],
  ['promote churn @14', { verb: 'promote', model: 'churn', ...nothing, version: v14 }],
  ['promote churn@ 14', { verb: 'promote', model: 'churn', ...nothing, version: v14 }],
  ['promote churn @ 14', { verb: 'promote', model: 'churn', ...nothing, version: v14 }],
  ['promote churn@champion', { verb: 'promote', model: 'churn', ...nothing, version: champion }],
  ['promote churn@Champion', { verb: 'promote', model: 'churn', ...nothing, version: champion }],
  ['promote churn@<@U0CHAMP|champion>', { verb: 'promote', model: 'churn', ...nothing, version: champion }],
  ['promote churn<@U0CHAMP|champion>', { verb: 'promote', model: 'churn', ...nothing, version: champion }],
  ['promote churn to production', { verb: 'promote', model: 'churn', ...nothing, environment: 'production' }],
  ['promote churn in production', { verb: 'promote', model: 'churn', ...nothing, environment: 'production' }],
  [
    'PROMOTE churn@14 TO production BECAUSE It Is Better',
    { verb: 'promote', model: 'churn', version: v14, environment: 'production', reason: 'It Is Better' },
  ],
  [
    'promote churn@14 because it wins to production',
    { verb: 'promote', model: 'churn', ...nothing, version: v14, reason: 'it wins to production' },
  ],
  [
    'promote churn@14 to production, because: fresh data',
    { verb: 'promote', model: 'churn', version: v14, environment: 'production', reason: 'fresh data' },
  ],
  [
    'promote churn@14 to production — because fresh data — and more',
    { verb: 'promote', model: 'churn', version: v14, environment: 'production', reason: 'fresh data — and more' },
  ],
  [
    'promote churn@14 —to production —because fresh',
    { verb: 'promote', model: 'churn', version: v14, environment: 'production', reason: 'fresh' },
  ],
  [
    'promote churn@14 to <#C0PROD|production>',
    { verb: 'promote', model: 'churn', version: v14, environment: 'production', reason: null },
  ],
  [
    'promote <http://prod.ml.churn|prod.ml.churn>@14',
    { verb: 'promote', model: 'prod.ml.churn', ...nothing, version: v14 },
  ],
  ['promote <http://prod.ml.churn>', { verb: 'promote', model: 'prod.ml.churn', ...nothing }],
  ['promote <http://prod.ml.churn/>', { verb: 'promote', model: 'prod.ml.churn', ...nothing }],
  [
    'promote <mailto:churn@prod.ml|churn@prod.ml>',
    { verb: 'promote', model: 'churn', ...nothing, version: { kind: 'alias', alias: 'prod.ml' } },
  ],
  ['promote “my churn”@14', { verb: 'promote', model: 'my churn', ...nothing, version: v14 }],
  ['promote "my churn" to staging', { verb: 'promote', model: 'my churn', ...nothing, environment: 'staging' }],
  ['promote ‘churn’@14', { verb: 'promote', model: 'churn', ...nothing, version: v14 }],
  ['promote `churn@14`', { verb: 'promote', model: 'churn', ...nothing, version: v14 }],
  ['promote churn–eu@14', { verb: 'promote', model: 'churn-eu', ...nothing, version: v14 }],
  ['promote chu\u200brn\u2060@14', { verb: 'promote', model: 'churn', ...nothing, version: v14 }],
  [
    'promote\u00a0churn@14\u3000to\tproduction',
    { verb: 'promote', model: 'churn', ...nothing, version: v14, environment: 'production' },
  ],
  [
    'promote churn because a &lt; b &amp;&amp; c',
    { verb: 'promote', model: 'churn', ...nothing, reason: 'a < b && c' },
  ],
  [
    'promote churn because <@U0PAT|pat> said see <https://wiki.corp/x>',
    { verb: 'promote', model: 'churn', ...nothing, reason: '@pat said see https://wiki.corp/x' },
  ],
  ['promote churn because “quotes” stay', { verb: 'promote', model: 'churn', ...nothing, reason: '“quotes” stay' }],
  [
    'promote churn because it is better because it is',
    { verb: 'promote', model: 'churn', ...nothing, reason: 'it is better because it is' },
  ],
  ['promote churn at abc1234', { verb: 'promote', model: 'churn', ...nothing, at: 'abc1234' }],
  ['promote churn AT commit abc1234', { verb: 'promote', model: 'churn', ...nothing, at: 'abc1234' }],
  ['promote churn —at tag v1.4.0', { verb: 'promote', model: 'churn', ...nothing, at: 'v1.4.0' }],
  ['promote churn at `abc1234`', { verb: 'promote', model: 'churn', ...nothing, at: 'abc1234' }],
  ['promote churn at @v1.4', { verb: 'promote', model: 'churn', ...nothing, at: 'v1.4' }],
  [
    'promote churn to production at release/2026-11 because fresh',
    { verb: 'promote', model: 'churn', ...nothing, at: 'release/2026-11', environment: 'production', reason: 'fresh' },
  ],
  ['promote at', { verb: 'promote', model: 'at', ...nothing }],
  [
    'promote churn reuse v14 because it was trained last week',
    { verb: 'promote', model: 'churn', ...nothing, reuse: Version.parse('14'), reason: 'it was trained last week' },
  ],
  [
    'promote churn Reuse @14 to production because nothing changed',
    {
      verb: 'promote',
      model: 'churn',
      ...nothing,
      reuse: Version.parse('14'),
      environment: 'production',
      reason: 'nothing changed',
    },
  ],
  [
    'rollback churn in production retrain because errors',
    {
      verb: 'rollback',
      model: 'churn',
      version: null,
      environment: 'production',
      reason: 'errors',
      retrain: true,
    },
  ],
  [
    'rollback churn@12 rehearse in production',
    {
      verb: 'rollback',
      model: 'churn',
      version: Version.parse('12'),
      environment: 'production',
      reason: '',
      rehearse: true,
    },
  ],
  ['trace churn', { verb: 'trace', model: 'churn', version: null, environment: null, at: null }],
  [
    'trace churn@14 in production',
    { verb: 'trace', model: 'churn', version: Version.parse('14'), environment: 'production', at: null },
  ],
  ['trace churn at abc1234', { verb: 'trace', model: 'churn', version: null, environment: null, at: 'abc1234' }],
  [
    'rollback churn because errors rose',
    { verb: 'rollback', model: 'churn', version: null, environment: null, reason: 'errors rose' },
  ],
  [
    'roll back churn@12 in production because errors',
    { verb: 'rollback', model: 'churn', version: Version.parse('12'), environment: 'production', reason: 'errors' },
  ],
  [
    'Roll-Back churn because errors',
    { verb: 'rollback', model: 'churn', version: null, environment: null, reason: 'errors' },
  ],
  ['check churn@14 to production', { verb: 'check', model: 'churn', version: v14, environment: 'production' }],
  ['Check churn', { verb: 'check', model: 'churn', version: null, environment: null }],
  [
    'check churn@champion in production',
    { verb: 'check', model: 'churn', version: champion, environment: 'production' },
  ],
  [
    'retrain churn in production because its inputs shifted',
    { verb: 'retrain', model: 'churn', environment: 'production', reason: 'its inputs shifted' },
  ],
  ['Retrain churn, because of drift', { verb: 'retrain', model: 'churn', environment: null, reason: 'of drift' }],
  ['policy churn', { verb: 'policy', model: 'churn', environment: null }],
  ['policy churn in production', { verb: 'policy', model: 'churn', environment: 'production' }],
  ['policy churn for production', { verb: 'policy', model: 'churn', environment: 'production' }],
  [
    'break-glass churn@14 to production because nothing works',
    { verb: 'break-glass', model: 'churn', version: v14, environment: 'production', reason: 'nothing works' },
  ],
  [
    'Break Glass churn because nothing works',
    { verb: 'break-glass', model: 'churn', version: null, environment: null, reason: 'nothing works' },
  ],
  [
    'break—glass churn because nothing works',
    { verb: 'break-glass', model: 'churn', version: null, environment: null, reason: 'nothing works' },
  ],
  [
    'breakglass churn because nothing works',
    { verb: 'break-glass', model: 'churn', version: null, environment: null, reason: 'nothing works' },
  ],
  ['help break-glass', { verb: 'help', topic: 'break-glass' }],
  ['status', { verb: 'status', model: null }],
  ['  /Status  ', { verb: 'status', model: null }],
  ['status churn', { verb: 'status', model: 'churn' }],
  ['history churn', { verb: 'history', model: 'churn', environment: null, on: null }],
  ['history churn in production', { verb: 'history', model: 'churn', environment: 'production', on: null }],
  [
    'history churn in production on 2026-03-03',
    {
      verb: 'history',
      model: 'churn',
      environment: 'production',
      on: { kind: 'wall', day: { kind: 'date', year: 2026, month: 3, day: 3 }, minutes: null, zone: null },
    },
  ],
  [
    'history churn on 3 March',
    {
      verb: 'history',
      model: 'churn',
      environment: null,
      on: { kind: 'wall', day: { kind: 'date', year: null, month: 3, day: 3 }, minutes: null, zone: null },
    },
  ],
  ['show churn', { verb: 'show', model: 'churn', version: null }],
  ['show churn@14', { verb: 'show', model: 'churn', version: v14 }],
  ['show in', { verb: 'show', model: 'in', version: null }],
  ['history on', { verb: 'history', model: 'on', environment: null, on: null }],
  ['pending', { verb: 'pending' }],
  ['', { verb: 'help', topic: null }],
  ['   ', { verb: 'help', topic: null }],
  ['help', { verb: 'help', topic: null }],
  ['help Promote', { verb: 'help', topic: 'promote' }],
  [
    'pause production because stock-taking',
    { verb: 'pause', scope: 'production', until: null, reason: 'stock-taking' },
  ],
  ['pause production until 2h because x', { verb: 'pause', scope: 'production', until: twoHours, reason: 'x' }],
  ['pause production for 2 hours because x', { verb: 'pause', scope: 'production', until: twoHours, reason: 'x' }],
  [
    'pause churn until Mon 08:00 because x',
    {
      verb: 'pause',
      scope: 'churn',
      until: { kind: 'wall', day: { kind: 'weekday', weekday: 1 }, minutes: 480, zone: null },
      reason: 'x',
    },
  ],
  [
    'pause churn until tomorrow 9:00, because x',
    {
      verb: 'pause',
      scope: 'churn',
      until: { kind: 'wall', day: { kind: 'from-today', days: 1 }, minutes: 540, zone: null },
      reason: 'x',
    },
  ],
  ['resume production', { verb: 'resume', scope: 'production', reason: null }],
  ['resume <#C0PROD|production> because over', { verb: 'resume', scope: 'production', reason: 'over' }],
];

const refused: readonly (readonly [string, string])[] = [
  ['promot churn', 'Did you mean promote?'],
  ['rolback churn because x', 'Did you mean rollback?'],
  ['prom churn', 'Did you mean promote?'],
  ['shwo churn', 'Did you mean show?'],
  ['dance', 'Possible: promote, rollback, check'],
  ['brekglass churn because x', 'Did you mean break-glass?'],
  ['chek churn', 'Did you mean check?'],
  ['break-glass churn@14 to production', 'Say why'],
  ['break-glass because x', 'Which model?'],
  ['check', 'Which model?'],
  ['check churn 14', 'Write the version with an @'],
  ['retrain churn in production', 'Say why'],
  ['retrain churn@14 because x', 'This takes no version'],
  ['policy', 'Which model?'],
  ['policy churn@14', 'This takes no version'],
  ['<!channel>', 'I do not know “@channel”'],
  ['help promot', 'Did you mean promote?'],
  ['promote', 'Which model?'],
  ['promote because x', 'Which model?'],
  ['promote churn 14', 'Write the version with an @ after the model: @14.'],
  ['promote churn v14', 'Write the version with an @ after the model: @14.'],
  ['rollback churn to v12 because x', 'Write the version with an @ after the model: @12.'],
  ['promote churn@', 'A version or alias goes after the @'],
  ['promote churn@0', '“0” is not a version number'],
  ['promote churn@12345678901', '“12345678901” is not a version number'],
  ['rollback churn@champion because x', 'Here the version is a number, not the alias “champion”'],
  ['rollback churn', 'Say why: end with “because” and the reason.'],
  ['rollback churn because', 'Say why'],
  ['rollback churn because   ', 'Say why'],
  [`rollback churn because ${'x'.repeat(501)}`, 'The reason has 501 characters; 500 fit.'],
  ['status churn@14', 'This takes no version'],
  ['status churn extra', 'I do not know what to do with “extra”'],
  ['pending churn', 'I do not know what to do with “churn”'],
  ['promote churn to', 'Which environment?'],
  ['promote churn at', 'Which commit or tag?'],
  ['promote churn reuse because x', 'Reuse which version?'],
  ['promote churn reuse v14', 'Say why'],
  ['promote churn reuse champion because x', 'Here the version is a number'],
  ['promote churn@14 at abc1234', 'Name one of these'],
  ['promote churn at abc1234 reuse v3 because x', 'Name one of these'],
  ['promote churn at abc1234 def', 'I do not know what to do with “def”'],
  ['rollback churn retrain', 'Say why'],
  ['rollback churn rehearse retrain because x', 'I do not know what to do with “retrain”'],
  ['trace churn@14 at abc1234', 'Name one of these'],
  ['trace', 'Which model?'],
  ['promote churn to a to b', 'You said “to” twice'],
  ['promote churn to a in b', 'You said “in” twice'],
  ['promote churn to production please', 'I do not know what to do with “please”'],
  ['pause production', 'Say why'],
  ['pause because x', 'Which environment or model?'],
  ['pause production until because x', 'Until when?'],
  ['pause production until whenever because x', 'I cannot read “whenever” as a time'],
  ['history churn on someday', 'I cannot read “someday” as a time'],
  ['resume', 'Which environment or model?'],
];

describe('what is understood', () => {
  test.each(understood)('%s', (typed, meaning) => {
    expect(parseCommand(typed)).toEqual(meaning);
  });
});

describe('what is not, and what it is told', () => {
  test.each(refused)('%s', (typed, words) => {
    const parsed = parseCommand(typed);
    expect(parsed).toHaveProperty('problem');
    if ('problem' in parsed) expect(misunderstoodText(parsed, '/mlops')).toContain(words);
  });
});

test('whatever is typed is understood or explained, and never throws', () => {
  const pieces = fc.constantFrom(
    ...verbs,
    'because',
    'to',
    'in',
    'until',
    'on',
    '@',
    'churn',
    '<',
    '>',
    '|',
    '<@U1|x>',
    '<!here>',
    '"',
    '“',
    "'",
    '—',
    '14',
    'v',
    ' ',
    '\u202e',
    '\0',
    '&lt;',
  );
  const typed = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces, { maxLength: 12 }).map((all) => all.join(' ')),
    fc.array(pieces, { maxLength: 12 }).map((all) => all.join('')),
  );
  fc.assert(
    fc.property(typed, (text) => {
      const parsed = parseCommand(text);
      if (!('problem' in parsed)) return verbs.includes(parsed.verb);
      return misunderstoodText(parsed, '/mlops').length > 10;
    }),
    { numRuns: 3_000 },
  );
});

test('any model, version, environment and reason that can be written come back as they were', () => {
  const name = fc
    .stringMatching(/^[a-z][a-z0-9_.]{0,30}$/)
    .filter((word) => !['to', 'in', 'because'].includes(word) && !/^v\d+$/.test(word));
  const reason = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 ,.:]{0,80}[a-z]$/).map((text) => text.replace(/ +/g, ' '));
  fc.assert(
    fc.property(name, fc.integer({ min: 1, max: 9_999_999 }), name, reason, (model, version, environment, why) => {
      const parsed = parseCommand(`promote ${model}@${version} to ${environment} because ${why}`);
      expect(parsed).toEqual({
        verb: 'promote',
        model,
        version: { kind: 'number', version: `${version}` },
        environment,
        reason: why,
      });
    }),
  );
});
