import { z } from 'zod';
import { Calendar } from './calendar-schema.ts';
import { Checks } from './check-schema.ts';
import { SomeTime } from './duration.ts';
import { Gate } from './gate-schema.ts';
import { ChannelId, Name } from './names.ts';
import { Approvals, Exclude, May, Principals, Rollback } from './people-schema.ts';
import { Checklist, ReEvaluate, Remind } from './review-schema.ts';
import { Serving } from './serving-schema.ts';
import { Data, Experiment, LiveAlias, LogLevel, Prometheus, Stage } from './surroundings-schema.ts';
import { Trainer } from './trainer-schema.ts';
import { Validate } from './validate-schema.ts';
import { Variables } from './variables-schema.ts';
import { Links, OnAlert, Watch } from './watch-schema.ts';
import { mapping } from './words.ts';

const hour = 3_600_000;

const templateWords = 'not a name with a place for the model. Write `"prod.{model}"`.';

/** Where versions go live, and who lets them in there. What a profile may fill is optional here. */
export const Environment = mapping(
  {
    registry: Name,
    channel: ChannelId,
    alias: LiveAlias.default('champion'),
    stage: Stage.optional(),
    after: z.enum(['live', 'registered'], 'not a choice. Write `live` or `registered`.').optional(),
    // biome-ignore lint/suspicious/noThenProperty: a key of the file, in the words of those who write it.
    then: z.enum(['ask', 'auto'], 'not a choice. Write `ask` or `auto`.').default('ask'),
    gates: z.array(Gate, 'not a list of gates. Write `[ { metric: auc, min: 0.80 } ]`.').default([]),
    data: Data.optional(),
    experiment: Experiment.optional(),
    'log-level': LogLevel.optional(),
    prometheus: Prometheus.optional(),
    alerts: ChannelId.optional(),
    variables: Variables.default({}),
    trainer: Trainer.optional(),
    validate: Validate.optional(),
    serving: Serving.optional(),
    approvals: Approvals.optional(),
    exclude: Exclude.optional(),
    rollback: Rollback.optional(),
    'break-glass': Principals.optional(),
    checklist: Checklist.optional(),
    remind: Remind.optional(),
    're-evaluate': ReEvaluate.optional(),
    calendar: Calendar.optional(),
    expires: SomeTime.optional(),
    watch: Watch.optional(),
    checks: Checks.optional(),
    links: Links.optional(),
    'on-alert': OnAlert.optional(),
    'give-up-after': SomeTime.default(24 * hour),
    notice: z
      .string('not a text. Write one line for the card, in quotes.')
      .min(1, 'empty. Write one line for the card, or leave it out.')
      .optional(),
    name: z
      .string(templateWords)
      .regex(/^[^/:{}]*\{model\}[^/:{}]*$/, templateWords)
      .default('{model}'),
    may: May.optional(),
    'unknown-person': z.enum(['one-more', 'refuse'], 'not a choice. Write `one-more` or `refuse`.').default('one-more'),
  },
  'not an environment. Write at least its `registry`, `channel` and `approvals`.',
);
export type Environment = z.output<typeof Environment>;
