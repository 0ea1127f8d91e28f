import { z } from 'zod';
import { policyModes } from '../release/lane-policy.ts';
import { Calendar } from './calendar-schema.ts';
import { Checks } from './check-schema.ts';
import { Gate } from './gate-schema.ts';
import { Name } from './names.ts';
import { May, OneOrMore, Principals, Rules } from './people-schema.ts';
import { Profile } from './profile-schema.ts';
import { Checklist, ReEvaluate, Remind } from './review-schema.ts';
import { Serving } from './serving-schema.ts';
import { Show } from './show-schema.ts';
import { About, AddOns, Loosen, TemplateName } from './template-schema.ts';
import { ToleranceBand } from './tolerance-schema.ts';
import { Trainer } from './trainer-schema.ts';
import { Validate } from './validate-schema.ts';
import { Links, OnAlert, Watch } from './watch-schema.ts';
import { mapping, section } from './words.ts';

const pathWords = 'not a path. Write the environments in their order, for example `[staging, production]`.';

const works = { trainer: Trainer.optional(), validate: Validate.optional(), serving: Serving.optional() };
const watches = {
  watch: Watch.optional(),
  checks: Checks.optional(),
  links: Links.optional(),
  'on-alert': OnAlert.optional(),
};
const worksWords = 'not what is different there. Write `trainer`, `validate`, `serving` or `watch` with what it is.';

/** A model: whose it is, where it goes, and what each version has to show. `owner` may be left to the team. */
export const Model = mapping(
  {
    owner: OneOrMore.optional(),
    pattern: z
      .enum(['deploy-model', 'deploy-code'], 'not a pattern. Write `deploy-model` or `deploy-code`.')
      .default('deploy-model'),
    path: z.array(Name, pathWords).min(1, pathWords.replace('not a path', 'empty')),
    opens: z
      .enum(['candidate', 'every-version', 'never'], 'not a choice. Write `candidate`, `every-version` or `never`.')
      .default('candidate'),
    mode: z.enum(policyModes, 'not a mode. Write `observe`, `advise` or `enforce`.').default('enforce'),
    profile: Profile.optional(),
    template: TemplateName.optional(),
    with: AddOns.optional(),
    about: About.optional(),
    gates: z.array(Gate, 'not a list of gates. Write `[ { metric: auc, min: 0.80 } ]`.').default([]),
    loosen: Loosen.optional(),
    'more-approvals': section(
      Name,
      Rules,
      'Write each environment with the rules that this model adds, `{ production: [ { from: [reviewers], min: 1 } ] }`.',
    ).optional(),
    may: May.optional(),
    'break-glass': Principals.optional(),
    checklist: Checklist.optional(),
    remind: Remind.optional(),
    're-evaluate': ReEvaluate.optional(),
    calendar: Calendar.transform((rules) => rules.map((rule) => ({ ...rule, of: 'model' as const }))).optional(),
    show: Show.default([]),
    ...works,
    ...watches,
    tolerance: ToleranceBand.optional(),
    in: section(
      Name,
      mapping({ ...works, ...watches }, worksWords),
      'Write each environment with what is different there, `{ production: { serving: none } }`.',
    ).default({}),
  },
  'not a model. Write at least its `owner` and `path`.',
);
export type Model = z.output<typeof Model>;
