/** What happened in a team as a team: its name and state, who came and went, what was asked for; not what happened to its assets. */
import { z } from 'zod';

export const TeamActivityInput = z.strictObject({
  id: z.uuid(),
  after: z.string().max(1000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type TeamActivityInput = z.output<typeof TeamActivityInput>;

const Values = z.record(z.string(), z.unknown()).nullable();

export const TeamActivity = z.object({
  entries: z.array(
    z.object({
      id: z.uuid(),
      at: z.string(),
      event: z.string(),
      actorName: z.string().nullable(),
      /** Whom or what it is about: a person, a service account. */
      subject: z.string().nullable(),
      before: Values,
      after: Values,
    }),
  ),
  /** Names of the roles that the entries speak of, by key. */
  roles: z.record(z.string(), z.string()),
  next: z.string().nullable(),
});
export type TeamActivity = z.output<typeof TeamActivity>;
