/** Settings of the organisation: how long sessions last, who must have a second factor, and on which days nobody works. */
import { z } from 'zod';
import { mostHolidays, sessionBounds } from './rules.ts';

const within = ({ least, most }: { least: number; most: number }, unit: string) => {
  const message = `Enter a whole number of ${unit} from ${least} to ${most}.`;
  return z.int(message).min(least, message).max(most, message);
};

const sessionFields = {
  idleMinutes: within(sessionBounds.idleMinutes, 'minutes'),
  absoluteHours: within(sessionBounds.absoluteHours, 'hours'),
};

export const RequiredFor = z.union(
  [z.literal('nobody'), z.literal('everyone'), z.array(z.string().min(1).max(60)).min(1, 'Choose a role.').max(100)],
  'Choose nobody, everyone, or roles.',
);

/** The version that was seen; 0 before anything was set. */
const version = z.int().min(0);

export const OrganisationSettings = z.object({
  sessions: z.object({ idleMinutes: z.int(), absoluteHours: z.int(), version }),
  secondFactor: z.object({ requiredFor: RequiredFor, version }),
  calendar: z.object({ holidays: z.array(z.string()), version }),
});
export type OrganisationSettings = z.output<typeof OrganisationSettings>;

export const SessionsEdit = z.strictObject({ ...sessionFields, version });
export type SessionsEdit = z.output<typeof SessionsEdit>;

export const SecondFactorEdit = z.strictObject({ requiredFor: RequiredFor, version });
export type SecondFactorEdit = z.output<typeof SecondFactorEdit>;

export const CalendarEdit = z.strictObject({
  holidays: z
    .array(z.iso.date('Enter each day as 2026-12-25.'))
    .max(mostHolidays, `At most ${mostHolidays} days.`)
    .transform((days) => [...new Set(days)].sort()),
  version,
});
export type CalendarEdit = z.output<typeof CalendarEdit>;

/** How many people it would concern, how many of them have no factor yet, and whether whoever asks is one of these. */
export const Consequences = z.object({ required: z.int(), missing: z.int(), you: z.boolean() });
export type Consequences = z.output<typeof Consequences>;
