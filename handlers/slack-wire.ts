import { z } from 'zod';
import { PersonId } from '../src/release/ids.ts';

/** A slash command as Slack sends it, as far as we read it. */
export const TypedCommand = z.object({
  text: z.string().default(''),
  user_id: PersonId,
  channel_id: z.string(),
  trigger_id: z.string().min(1),
  response_url: z.string().optional(),
});
export type TypedCommand = z.infer<typeof TypedCommand>;

const Person = z.object({ id: PersonId, team_id: z.string().optional() });

/** A button or an entry of an overflow menu that somebody pressed. */
export const Press = z.object({
  user: Person,
  trigger_id: z.string().optional(),
  response_url: z.string().optional(),
  container: z.object({
    channel_id: z.string().optional(),
    message_ts: z.string().optional(),
    is_ephemeral: z.boolean().default(false),
  }),
  actions: z
    .array(
      z.object({
        action_id: z.string(),
        block_id: z.string().default(''),
        action_ts: z.string().default(''),
        value: z.string().optional(),
        selected_option: z.object({ value: z.string() }).nullish(),
      }),
    )
    .min(1),
});
export type Press = z.infer<typeof Press>;

const Input = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_options: z.array(z.object({ value: z.string() })).nullish(),
});

/** A modal that somebody submitted. */
export const Submission = z.object({
  user: Person,
  view: z.object({
    id: z.string(),
    hash: z.string().default(''),
    callback_id: z.string(),
    private_metadata: z.string().default(''),
    state: z.object({ values: z.record(z.string(), z.record(z.string(), Input)) }),
  }),
});
export type Submission = z.infer<typeof Submission>;

/** What the pressed thing carries. */
export function carried({ actions: [pressed] }: Press): string | undefined {
  return pressed?.value ?? pressed?.selected_option?.value;
}
