import { slackDirectory } from '../../handlers/directory.ts';
import { whoWeAre } from '../../handlers/self.ts';
import { slackClients } from '../../handlers/slack-clients.ts';
import { slackLogger } from '../../handlers/slack-logger.ts';
import { readSlackToolConfig } from '../config.ts';
import { jsonLog } from '../log.ts';
import { ruleText } from '../policy/effective-words.ts';
import { type Fragile, fragileRules } from '../policy/fragile.ts';
import { lanePolicy, lanesOf } from '../policy/lane-policy.ts';
import type { Policy } from '../policy/parse.ts';
import { rulesIn } from '../policy/review.ts';
import type { Electorate } from '../release/people.ts';
import { type ExitCode, print, usageError } from './verb.ts';
import { clean } from './words.ts';

/** `policy check --slack`: which approvals nobody can give, or one departure would put out of reach, by who is in Slack now. */
export async function checkPeople(policy: Policy): Promise<ExitCode> {
  const config = readSlackToolConfig();
  if (config.kind === 'problems')
    return usageError(['--slack asks Slack who is in which group.', ...config.problems].join('\n'));
  const electorate = await everybody(policy, config.value.SLACK_BOT_TOKEN, config.value.SLACK_API_URL);
  const unread = [...electorate.unread].map(([who, why]) => `Cannot tell who is in ${clean(who)}: ${why}.`);
  const fragile = fragileRules(policy, electorate);
  print(...unread, ...fragile.map(fragileText));
  if (fragile.length + unread.length === 0) print('No approval depends on one person alone.');
  return unread.length > 0 || fragile.some(({ without }) => without.length === 0) ? 1 : 0;
}

async function everybody(policy: Policy, token: string, apiUrl: string): Promise<Electorate> {
  const { reads } = slackClients({ token, apiUrl, logger: slackLogger(jsonLog({ level: 'silent' })) });
  const { team } = await whoWeAre(reads);
  const directory = slackDirectory({
    client: reads,
    clock: Date.now,
    team: async () => team,
    groups: () => policy.groups,
  });
  const named = lanesOf(policy).flatMap(({ model, environment }) =>
    rulesIn(lanePolicy(policy, 0, model, environment).approvals).flatMap(({ from }) => from),
  );
  return directory.electorate([...new Set(named)], [], 'fresh');
}

function fragileText({ environment, models, rules, without }: Fragile): string {
  const asked = rules.map(ruleText).join(', ');
  const which =
    models.length > 3 ? `${models.slice(0, 3).join(', ')} and ${models.length - 3} more` : models.join(', ');
  const what = without.length === 0 ? 'nobody can give this now' : `one departure breaks it: ${without.join(' or ')}`;
  return `${environment}: ${asked} (${which}): ${what}.`;
}
