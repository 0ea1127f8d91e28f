import { z } from 'zod';

const Texts = z.record(z.string(), z.string());
/** Go writes nanoseconds, and the year 1 where there is no time. */
const Time = z.iso.datetime({ offset: true, error: 'is no time' }).transform((text) => Date.parse(text));

const Alert = z.object({
  status: z.enum(['firing', 'resolved']),
  labels: Texts,
  annotations: Texts.default({}),
  startsAt: Time,
  generatorURL: z.string().optional(),
  fingerprint: z.string().min(1),
});
export type Alert = z.infer<typeof Alert>;

/** One message of Alertmanager's webhook, version 4: the alerts of a group, which may be cut off by `max_alerts`. */
export const AlertmanagerMessage = z.object({
  version: z.literal('4', { error: "is not '4', the version of Alertmanager's webhook" }),
  truncatedAlerts: z.int().nonnegative().default(0),
  externalURL: z.string().optional(),
  alerts: z.array(Alert),
});
export type AlertmanagerMessage = z.infer<typeof AlertmanagerMessage>;
