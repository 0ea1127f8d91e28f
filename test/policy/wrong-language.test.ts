import { expect, test } from 'vitest';
import { checkPolicy, parsePolicy } from '../../src/policy/parse.ts';
import { problemText } from '../../src/policy/problems.ts';
import { changedRich, growth } from './rich.ts';

/** A Sunday in November. */
const now = Date.UTC(2026, 10, 22);

function check(text: string, at = now): string[] {
  return checkPolicy(text, 'policy.yaml', at).map(problemText);
}

const wrong: readonly [piece: string, by: string, ...problems: string[]][] = [
  [
    '- { latency: p95_ms, max: 40 }',
    '- { http: "http://risk.internal/check", private: allow }',
    'teams/growth.yaml:11:56: which checks are asked inside your network is for the platform’s file to say: `private-checks: [risk.internal]` under `teams.growth`. Have it written there, or leave this out.',
  ],
  [
    'models: ["churn*", uplift] }',
    'models: ["churn*", uplift], private-checks: ["http://risk"] }',
    'policy.yaml:25:115: teams.growth.private-checks, entry 1: `http://risk` is not a host. Write the name of a check’s host, or a part with `*`, for example `"*.growth.internal"`.',
  ],
  [
    'models: ["churn*", uplift] }',
    'models: ["churn*", uplift] }\n  risk: { owner: U0X1, models: ["*n"] }',
    'teams/growth.yaml:5:3: `churn` would belong to team `growth` and team `risk`. Name it so that only one means it.',
  ],
  [
    'mode: warn until 2026-12-01',
    'mode: warn',
    'policy.yaml:47:43: models.fraud.gates, entry 2, mode: `warn` is a warning without a date that exists. Write `block`, `warn until 2026-12-01` with the date from which it blocks, or `off` with `because: "…"`.',
  ],
  [
    'mode: warn until 2026-12-01',
    'mode: warn until 2026-02-30',
    'policy.yaml:47:43: models.fraud.gates, entry 2, mode: `warn until 2026-02-30` is a warning without a date that exists. Write `block`, `warn until 2026-12-01` with the date from which it blocks, or `off` with `because: "…"`.',
  ],
  [
    'mode: warn until 2026-12-01',
    'mode: warn until 2027-12-01',
    'policy.yaml:47:43: a warning until 2027-12-01 is longer than 180 days. Write 2027-05-21 or earlier.',
  ],
  [
    'mode: warn until 2026-12-01',
    'mode: maybe',
    'policy.yaml:47:43: models.fraud.gates, entry 2, mode: `maybe` is not a mode. Write `block`, `warn until 2026-12-01` with the date from which it blocks, or `off` with `because: "…"`.',
  ],
  [
    ', because: "measured from next month"',
    '',
    'policy.yaml:48:9: models.fraud.gates, entry 3, because is missing. Write why the gate is off, in quotes, 200 characters at most: the card shows it.',
  ],
  [
    'mode: off, because: "measured from next month"',
    'because: "measured from next month"',
    'policy.yaml:48:33: models.fraud.gates, entry 3, because: `measured from next month` is a reason for nothing. Write it beside `mode: off`, or leave it out.',
  ],
  [
    'mode: off, because:',
    'mode: off, becuase:',
    'policy.yaml:48:9: models.fraud.gates, entry 3, because is missing. Write why the gate is off, in quotes, 200 characters at most: the card shows it.',
    'policy.yaml:48:35: models.fraud.gates, entry 3: there is no `becuase` here. Did you mean `because`?',
  ],
  [
    '    mode: advise\n    remind',
    '    mode: watch\n    remind',
    'policy.yaml:41:11: models.fraud.mode: `watch` is not a mode. Write `observe`, `advise` or `enforce`.',
  ],
  [
    'Fri 16:00 - Mon 08:00',
    'Fri 16:00 - Mon 25:00',
    'policy.yaml:19:19: environments.production.calendar, entry 1, closed: `Fri 16:00 - Mon 25:00` is not a time that comes. Write `"Fri 16:00 - Mon 08:00"` for every week, or `"2026-12-20 - 2027-01-03"` for once.',
  ],
  [
    'Fri 16:00 - Mon 08:00',
    'Friday evening',
    'policy.yaml:19:19: environments.production.calendar, entry 1, closed: `Friday evening` is not a time that comes. Write `"Fri 16:00 - Mon 08:00"` for every week, or `"2026-12-20 - 2027-01-03"` for once.',
  ],
  [
    '2026-12-20 - 2027-01-03',
    '2027-01-03 - 2026-12-20',
    'policy.yaml:20:19: environments.production.calendar, entry 2, closed: `2027-01-03 - 2026-12-20` is not a time that comes. Write `"Fri 16:00 - Mon 08:00"` for every week, or `"2026-12-20 - 2027-01-03"` for once.',
  ],
  [
    'zone: Europe/Berlin, why: "nobody is here"',
    'zone: Europe/Berln, why: "nobody is here"',
    'policy.yaml:19:50: environments.production.calendar, entry 1, zone: `Europe/Berln` is not a time zone. Write `Europe/Berlin`.',
  ],
  [
    'zone: Europe/Berlin, why: "end of the year"',
    'zone: CEST2, why: "end of the year"',
    'policy.yaml:20:50: environments.production.calendar, entry 2, zone: `CEST2` is not a time zone. Write one such as `Europe/Berlin`.',
  ],
  [
    ', why: "end of the year"',
    '',
    'policy.yaml:20:9: environments.production.calendar, entry 2, why is missing. Write what people shall read while they wait, in quotes, 200 characters at most.',
  ],
  [
    'why: "nobody is here"',
    'why: ""',
    'policy.yaml:19:70: environments.production.calendar, entry 1, why: this is not a reason. Write what people shall read while they wait, in quotes, 200 characters at most.',
  ],
  [
    'Mon-Thu 09:00-16:00',
    'Mon-Thu 16:00-09:00',
    'policy.yaml:43:24: models.fraud.calendar, entry 1, open: `Mon-Thu 16:00-09:00` is not a time of the week. Write `"Mon-Thu 09:00-16:00"`.',
  ],
  [
    '[{ open: "Mon-Thu 09:00-16:00", zone: Europe/Berlin, why: "office hours" }]',
    '[{ open: "Mon 09:00-16:00", zone: Europe/Berlin, why: a }, { open: "Tue 09:00-16:00", zone: UTC, why: b }]',
    'policy.yaml:43:15: models.fraud.calendar: this is open in two time zones. Write all `open` rules of one list in the same zone.',
  ],
  [
    '{ open: "Mon-Thu 09:00-16:00", zone: Europe/Berlin, why: "office hours" }',
    'weekends',
    'policy.yaml:43:16: models.fraud.calendar, entry 1: `weekends` is not a rule of the calendar. Write `{ closed: "Fri 16:00 - Mon 08:00", zone: Europe/Berlin, why: "nobody is here" }`.',
  ],
  [
    'remind: [12h, 2d]',
    'remind: [2d, 12h]',
    'policy.yaml:16:13: environments.production.remind: this is not in order. Write the shortest time first, each once.',
  ],
  [
    'remind: [12h, 2d]',
    're-evaluate: sometimes',
    'policy.yaml:16:18: environments.production.re-evaluate: `sometimes` is neither a time nor `none`. Write how old what is live may become, for example `90d`, or `none`.',
  ],
  [
    'remind: [12h, 2d]',
    'remind: never',
    'policy.yaml:16:13: environments.production.remind: `never` is neither times nor `none`. Write `[24h, 72h]`, each counted from when they were first asked, or `none`.',
  ],
  [
    'remind: [12h, 2d]',
    'remind: [1h, 2h, 3h, 4h, 5h, 6h]',
    'policy.yaml:16:13: environments.production.remind: this is more than five reminders. Write five at most.',
  ],
  [
    '{ reviewers: ["Looked at the errors"] }',
    '{ reviewer: ["Looked at the errors"] }',
    'policy.yaml:14:18: there is no group `reviewer`. Did you mean `reviewers`?',
  ],
  [
    '{ reviewers: ["Looked at the errors"] }',
    '{ firefighters: ["Looked at the errors"] }',
    'policy.yaml:14:18: `firefighters` approves nothing in production, so nobody would tick this. Name a group of its `approvals`.',
  ],
  [
    '{ reviewers: ["Looked at the errors"] }',
    '{ reviewers: [] }',
    'policy.yaml:14:29: environments.production.checklist.reviewers: this is empty. Write `["Looked at the errors"]`, or leave the group out.',
  ],
  [
    '{ reviewers: ["Looked at the errors"] }',
    '{ reviewers: [a, b, c, d, e, f, g, h, i] }',
    'policy.yaml:14:29: environments.production.checklist.reviewers: this is more than 8 boxes. Write 8 at most: what nobody reads, nobody checks.',
  ],
  [
    '["Looked at the errors"]',
    '["xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"]',
    'policy.yaml:14:30: environments.production.checklist.reviewers, entry 1: `xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx` is not the text of a box. Write what the approver has looked at, 75 characters at most, in quotes.',
  ],
  [
    '{ growth-leads: ["Told the call centre"] }',
    '{ growth-leads: [a, b], reviewers: [c, d, e, f, g, h, i, j] }',
    'teams/growth.yaml:16:40: with those of production, `reviewers` has 9 boxes. Write 8 at most.',
  ],
  [
    '    break-glass: [firefighters]\n    remind',
    '    break-glass: [fire]\n    remind',
    'policy.yaml:15:19: there is no group `fire`. Did you mean `firefighters`?',
  ],
  [
    '    break-glass: [firefighters]\n    remind',
    '    break-glass: [firefighters, U0X1]\n    remind',
    'policy.yaml:15:33: `U0X1` may not break glass in production: its floor names `firefighters`. Name only those. That stands in policy.yaml:33.',
  ],
  [
    '"pat@corp.example"]',
    '"pat@corp"]',
    'policy.yaml:5:21: groups.reviewers, entry 2: `pat@corp` is neither a person nor a Slack user group. Write a member id such as U0PAT, an e-mail, or a handle in quotes such as "@ml-oncall".',
  ],
  [
    'rows: 5',
    'rows: 500',
    'policy.yaml:44:64: models.fraud.show, entry 2, rows: `500` is not a number of rows. Write 1 to 50.',
  ],
  [
    'beside: champion',
    'beside: candidate',
    'policy.yaml:44:75: models.fraud.show, entry 2, beside: `candidate` is not something to put beside it. Write `champion`.',
  ],
  [
    'token: env:GITHUB_TOKEN',
    'token: ghp_0123456789',
    'policy.yaml:23:25: git.github.token: this is a secret in clear, or no secret. Put it into the environment and write `env:NAME`.',
  ],
  [
    '["acme/*"]',
    '[acme]',
    'policy.yaml:23:58: git.github.repositories, entry 1: `acme` is not a repository. Write `owner/name`, or `"owner/*"` for all of an owner.',
  ],
  [
    'git: { github:',
    'git: { gitlab:',
    'policy.yaml:23:1: git.github is missing. Write `{ token: env:GITHUB_TOKEN, repositories: ["acme/*"] }`.',
    'policy.yaml:23:8: git: there is no `gitlab` here. Did you mean `github`?',
  ],
  [
    'profile: team\ninclude',
    'profile: huge\ninclude',
    'policy.yaml:2:10: profile: `huge` is not a profile. Write `small`, `team` or `regulated`.',
  ],
  [
    '  reviewers: [U0R1, "pat@corp.example"]\n',
    '',
    'policy.yaml:12:26: there is no group `reviewers`. Write one of `platform`, `firefighters`, `growth-leads`.',
    'policy.yaml:13:18: there is no group `reviewers`. Write one of `platform`, `firefighters`, `growth-leads`.',
  ],
  [
    '    profile: regulated\n',
    '    profile: small\n',
    'policy.yaml:40:14: `small` asks for less than the floor of production. Write `team`, or leave it out. That stands in policy.yaml:30.',
  ],
  [
    '    approvals: [{ from: [reviewers], min: 1 }, { from: [platform], min: 1, required: true }]\n    checklist: { reviewers: ["Looked at the errors"] }',
    '    approvals: none',
    'policy.yaml:13:16: where a path ends, the profile `regulated` has people approve. Write who, or leave `approvals` to the profile.',
    'policy.yaml:13:16: 0 would have to say yes in production, and its floor asks for 2. Ask for more people. That stands in policy.yaml:27.',
    'policy.yaml:13:16: 1 would have to say yes in production, and its floor asks for 2. Ask for more people. That stands in policy.yaml:27.',
  ],
  [
    '{ from: [platform], min: 1, required: true }]\n    checklist',
    '{ from: [platform], min: 1, required: true }, { from: [platfrom], min: 1 }]\n    checklist',
    'policy.yaml:13:103: there is no group `platfrom`. Did you mean `platform`?',
  ],
  [
    '[{ from: [reviewers], min: 1 }, { from: [platform]',
    '[{ from: [platform]',
    'policy.yaml:13:16: 1 would have to say yes in production, and its floor asks for 2. Ask for more people. That stands in policy.yaml:28.',
    'policy.yaml:14:18: `reviewers` approves nothing in production, so nobody would tick this. Name a group of its `approvals`.',
  ],
  [
    'template: classification',
    'template: clasification',
    'teams/growth.yaml:7:15: models.churn.template: `clasification` is not a template. Write one of `classification`, `regression`, `forecasting`, `ranking`, `text`, `llm-app`.',
  ],
  [
    'about: { primary: auc, by: "1%", ',
    'about: { by: "1%", ',
    'teams/growth.yaml:7:15: `classification` needs to be told `primary`. Write `about: { primary: auc }`.',
  ],
  [
    'slices: "recall/*", ',
    '',
    'teams/growth.yaml:7:15: `classification` needs to be told `slices`. Write `about: { slices: "recall/*" }`.',
  ],
  [
    'latency: p95_ms, max-latency: 50 }',
    'latency: p95_ms }',
    'teams/growth.yaml:8:12: `realtime` needs to be told `max-latency`. Write `about: { max-latency: 50 }`.',
  ],
  [
    'with: [realtime]',
    'with: [streaming]',
    'teams/growth.yaml:8:12: models.churn.with, entry 1: `streaming` is not a way of use. Write `batch`, `realtime`.',
  ],
  [
    '    with: [realtime]\n',
    '',
    'teams/growth.yaml:8:58: nothing here asks for `latency`. Write one of `primary`, `slices`, `direction`, `by`, `tolerance`.',
    'teams/growth.yaml:8:75: nothing here asks for `max-latency`. Write one of `primary`, `slices`, `direction`, `by`, `tolerance`.',
  ],
  [
    'by: "1%", slices',
    'by: "1 percent", slices',
    'teams/growth.yaml:9:32: models.churn.about.by: `1 percent` is neither a distance nor a share. Write `0.005` or `"2%"`.',
  ],
  [
    'max-latency: 50',
    'max-latency: fast',
    'teams/growth.yaml:9:88: models.churn.about.max-latency: `fast` is not a number. Write one like 0.80, without quotes.',
  ],
  [
    'max-latency: 50',
    'max-latncy: 50',
    'teams/growth.yaml:9:75: models.churn.about: there is no `max-latncy` here. Did you mean `max-latency`?',
  ],
  [
    '{ latency: p95_ms, max: 40 }',
    '{ latency: p95_ms, max: 60 }',
    'teams/growth.yaml:11:9: `{ latency: p95_ms, max: 60 }` is looser than `{ latency: p95_ms, max: 50 }` of the add-on `realtime`. Write at least that, or say why not: `loosen: [ { gate: latency, because: "…" } ]`.',
  ],
  [
    '{ latency: p95_ms, max: 40 }',
    '{ latency: p95_ms, max: 40, mode: warn until 2026-12-01 }',
    'teams/growth.yaml:11:9: `{ latency: p95_ms, max: 40, mode: warn until 2026-12-01 }` is looser than `{ latency: p95_ms, max: 50 }` of the add-on `realtime`. Write at least that, or say why not: `loosen: [ { gate: latency, because: "…" } ]`.',
  ],
  [
    '{ improves: auc, by: "2%" }',
    '{ improves: auc, by: 0.005 }',
    'teams/growth.yaml:12:9: `{ improves: auc, by: 0.005, direction: higher }` asks for something else than `{ improves: auc, by: 1%, direction: higher }` of the template `classification`. Write at least that, or say why not: `loosen: [ { gate: primary, because: "…" } ]`.',
  ],
  [
    '{ improves: auc, by: "2%" }',
    '{ improves: auc, by: "2%", different-data: allow }',
    'teams/growth.yaml:12:9: `{ improves: auc, by: 2%, direction: higher, different-data: allow }` asks for something else than `{ improves: auc, by: 1%, direction: higher }` of the template `classification`. Write at least that, or say why not: `loosen: [ { gate: primary, because: "…" } ]`.',
  ],
  [
    'gate: labels, because: "one more class"',
    'gate: label, because: "one more class"',
    'teams/growth.yaml:14:17: no template or profile gives a gate `label`. Did you mean `labels`?',
  ],
  [
    ', because: "one more class"',
    '',
    'teams/growth.yaml:14:9: models.churn.loosen, entry 1, because is missing. Write why this may be looser here, in quotes, 200 characters at most.',
  ],
  [
    '    profile: regulated\n    mode',
    '    loosen: [{ gate: basics, because: "" }]\n    mode',
    'policy.yaml:40:39: models.fraud.loosen, entry 1, because: this is not a reason. Write why this may be looser here, in quotes, 200 characters at most.',
  ],
  [
    '{ gate: labels, because: "one more class" }',
    'labels',
    'teams/growth.yaml:14:9: models.churn.loosen, entry 1: `labels` is not a loosened gate. Write `{ gate: slices, because: "…" }`.',
  ],
  [
    '{ metric: auc, min: 0.80 }',
    '{ metric: auc, min: 0.70 }',
    'policy.yaml:46:9: `{ metric: auc, min: 0.7 }` is looser than `{ metric: auc, min: 0.75 }` of the floor of production. Write at least that: a floor may be raised, never lowered. That stands in policy.yaml:35.',
  ],
  [
    '{ metric: auc, min: 0.80 }',
    '{ metric: auc, min: 0.80, mode: off, because: "later" }',
    'policy.yaml:46:9: `{ metric: auc, min: 0.8, mode: off, because: later }` is looser than `{ metric: auc, min: 0.75 }` of the floor of production. Write at least that: a floor may be raised, never lowered. That stands in policy.yaml:35.',
  ],
  [
    '    mode: advise\n    remind',
    '    mode: observe\n    remind',
    'policy.yaml:41:11: `observe` is less than the floor of production. Write `advise`. That stands in policy.yaml:31.',
  ],
  [
    '    expires: 48h',
    '    expires: 96h',
    'policy.yaml:17:14: the floor of production lets no request wait that long. Write `3d` or less. That stands in policy.yaml:32.',
  ],
  [
    'floors:\n  production:',
    'floors:\n  prod:',
    'policy.yaml:27:3: there is no environment `prod`. Did you mean `production`?',
  ],
  [
    '    approvals: 2\n',
    '    approvals: 3\n',
    'policy.yaml:13:16: 2 would have to say yes in production, and its floor asks for 3. Ask for more people. That stands in policy.yaml:28.',
  ],
  [
    '    approvals: 2\n',
    '    approval: 2\n',
    'policy.yaml:28:5: floors.production: there is no `approval` here. Did you mean `approvals`?',
  ],
  [
    '    approvals: 2\n',
    '    approvals: two\n',
    'policy.yaml:28:16: floors.production.approvals: `two` is not a number of people. Write how many have to say yes, 1 or more.',
  ],
  [
    'include: teams/*.yaml',
    'include: /etc/*.yaml',
    'policy.yaml:3:10: include: `/etc/*.yaml` is not files of teams. Write `teams/*.yaml`: a path below this file, with `*` for any part of a name.',
  ],
  [
    'include: teams/*.yaml',
    'include: teams/../../x.yaml',
    'policy.yaml:3:10: include: `teams/../../x.yaml` is not files of teams. Write `teams/*.yaml`: a path below this file, with `*` for any part of a name.',
  ],
  [
    'include: teams/*.yaml',
    'include: [teams/*.yaml, others/*.yaml]',
    'policy.yaml:3:25: no file is meant by `others/*.yaml`. Write a path below the folder of policy.yaml, with `*` for any part of a name.',
  ],
  [
    'include: teams/*.yaml',
    'include: []',
    'policy.yaml:3:10: include: this is empty. Write `teams/*.yaml`, or leave it out.',
  ],
  [
    'team: growth',
    'team: grwth',
    'teams/growth.yaml:1:7: there is no team `grwth` in policy.yaml. Did you mean `growth`?',
  ],
  [
    'team: growth\n',
    '',
    'teams/growth.yaml:1:1: team is missing. Write letters, digits, dots, dashes and underscores, beginning with a letter.',
  ],
  [
    '  churn:\n    path',
    '  fraud:\n    path',
    'teams/growth.yaml:5:3: policy.yaml has a model `fraud` already. Give this one another name.',
    'teams/growth.yaml:5:3: `fraud` is none of the models of team `growth`, which are `churn*`, `uplift`. Give it another name, or have policy.yaml name it under `teams.growth.models`.',
  ],
  [
    '  churn:\n    path',
    '  risk:\n    path',
    'teams/growth.yaml:5:3: `risk` is none of the models of team `growth`, which are `churn*`, `uplift`. Give it another name, or have policy.yaml name it under `teams.growth.models`.',
    'teams/growth.yaml:5:3: models.risk.owner is missing. Write a group, `U0PAT` or `"@growth-ml"`.',
  ],
  [
    '  growth-leads: [U0G1, U0G2]',
    '  growth-leads: [U0G1, U0G2]\n  platform: [U0G1]',
    'teams/growth.yaml:4:3: policy.yaml has a group `platform` already. Give this one another name.',
  ],
  [
    'models: ["churn*", uplift]',
    'models: ["*burn"]',
    'teams/growth.yaml:5:3: `churn` is none of the models of team `growth`, which are `*burn`. Give it another name, or have policy.yaml name it under `teams.growth.models`.',
    'teams/growth.yaml:5:3: models.churn.owner is missing. Write a group, `U0PAT` or `"@growth-ml"`.',
  ],
  [
    'models: ["churn*", uplift]',
    'models: []',
    'policy.yaml:25:78: teams.growth.models: this is empty. Write which models are the team’s, for example `["churn*"]`.',
    'teams/growth.yaml:5:3: models.churn.owner is missing. Write a group, `U0PAT` or `"@growth-ml"`.',
  ],
  [
    '{ production: C0GROWTH }',
    '{ prod: C0GROWTH }',
    'policy.yaml:25:46: there is no environment `prod`. Did you mean `production`?',
  ],
  [
    '{ production: C0GROWTH }',
    '{ production: growth }',
    'policy.yaml:25:58: teams.growth.channels.production: `growth` is not the id of a Slack channel. Write the id that Slack shows at the end of the channel’s details, for example C0PROD.',
  ],
  [
    'owner: "@growth-ml"',
    'owner: growth-ml',
    'policy.yaml:25:20: there is no group `growth-ml`. Write one of `reviewers`, `platform`, `firefighters`, `growth-leads`.',
  ],
  [
    'team: growth\n',
    'team: growth\nadmin: C0X\n',
    'teams/growth.yaml:2:1: the policy: there is no `admin` here. Write one of `team`, `groups`, `models`.',
  ],
  [
    'more-approvals: { production:',
    'more-approvals: { prod:',
    'teams/growth.yaml:15:23: there is no environment `prod`. Did you mean `production`?',
  ],
  [
    'path: [staging, production]',
    'path: [staging]',
    'teams/growth.yaml:15:23: `production` is not on the path of `churn`. Write one of `staging`.',
    'teams/growth.yaml:16:18: `growth-leads` approves nothing in staging, so nobody would tick this. Name a group of its `approvals`.',
  ],
  [
    '{ production: [{ from: [growth-leads], min: 1 }] }',
    '{ production: [{ from: [growth-leads], min: 3 }] }',
    'teams/growth.yaml:15:65: 3 have to say yes, but `growth-leads` has 2 in all. Write `min: 2` or less, or name more people.',
  ],
  [
    '{ production: [{ from: [growth-leads], min: 1 }] }',
    '{ production: none }',
    'teams/growth.yaml:15:35: models.churn.more-approvals.production: `none` is not a list of rules. Write `[ { from: [reviewers], min: 1 } ]`.',
  ],
  [
    '    owner: [platform]\n',
    '',
    'policy.yaml:37:3: models.fraud.owner is missing. Write a group, `U0PAT` or `"@growth-ml"`.',
  ],
  [
    '    gates:\n      - { metric: auc, min: 0.75 }',
    '    gates:\n      - { soak: 24h, in: stagng }',
    'policy.yaml:35:26: there is no environment `stagng`. Did you mean `staging`?',
  ],
  [
    '  platform: [U0P1, "@platform-owners"]\n',
    '',
    'policy.yaml:12:57: there is no group `platform`. Write one of `reviewers`, `firefighters`, `growth-leads`.',
    'policy.yaml:37:13: there is no group `platform`. Write one of `reviewers`, `firefighters`, `growth-leads`.',
  ],
  [
    'approvals: [{ from: [reviewers], min: 1 }, {',
    'approvals: [{ from: [growth-leads], min: 1 }, {',
    'policy.yaml:13:26: the group `growth-leads` is that of teams/growth.yaml, where others may change it. Write a group of this file.',
    'policy.yaml:14:18: `reviewers` approves nothing in production, so nobody would tick this. Name a group of its `approvals`.',
  ],
  ['growth-leads: [U0G1, U0G2]', 'growth-leads: [U0G1, U0G2]\n  mine: [U0G1]'],
  [
    '    with: [realtime]\n',
    '    with: [realtime]\n    break-glass: [growth-leads]\n',
    'teams/growth.yaml:9:19: who breaks the glass in staging is for the platform’s file to say, and it does not name `growth-leads`. Leave it out here.',
    'teams/growth.yaml:9:19: who breaks the glass in production is for the platform’s file to say, and it does not name `growth-leads`. Leave it out here.',
    'teams/growth.yaml:9:19: `growth-leads` may not break glass in production: its floor names `firefighters`. Name only those. That stands in policy.yaml:33.',
  ],
  [
    '    with: [realtime]\n',
    '    with: [realtime]\n    profile: small\n',
    'teams/growth.yaml:9:14: `small` asks for less than the platform’s file does. Write `team`, or leave it out. That stands in policy.yaml:2.',
    'teams/growth.yaml:9:14: `small` asks for less than the floor of production. Write `team`, or leave it out. That stands in policy.yaml:30.',
  ],
  [
    '    with: [realtime]\n',
    '    with: [realtime]\n    serving: { http: "https://deploy.example" }\n    in: { staging: { serving: none } }\n',
    'teams/growth.yaml:9:5: what trains, validates and serves is for the platform’s file to say, at its environments or by `machinery: allow` under `teams.growth`. Have it written there, or leave this out.',
    'teams/growth.yaml:10:5: what trains, validates and serves is for the platform’s file to say, at its environments or by `machinery: allow` under `teams.growth`. Have it written there, or leave this out.',
  ],
];

test.each(wrong)('%s → %s', (piece, by, ...problems) => {
  expect(check(changedRich(piece, by))).toEqual(problems);
});

test('both files as they are have no problem, and a policy does not become wrong by the passing of time', () => {
  expect(check(changedRich())).toEqual([]);
  const years = 3 * 365 * 86_400_000;
  expect(check(changedRich(), now + years)).toEqual([]);
  expect(check(changedRich(), now - years)).toHaveLength(1);
  expect(parsePolicy(changedRich(), 'policy.yaml').ok).toBe(true);
});

test('no message repeats what may be a secret', () => {
  const wrong = changedRich('token: env:GITHUB_TOKEN', 'api: "https://me:hunter2@git.example", token: hunter2');
  expect(check(wrong)).toHaveLength(2);
  expect(check(wrong).join()).not.toContain('hunter2');
});

test('a team’s file by itself is not the whole', () => {
  expect(check(growth)).toEqual([
    'policy.yaml:1:1: this is the file of a team, which is checked with the others. Name the file that includes it.',
  ]);
});
