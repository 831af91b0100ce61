/** A person's page: who they are, what they hold, what waits for them and what they did. */
import { z } from 'zod';
import { personStatuses } from '../rules.ts';
import { RoleName } from '../schema.ts';

const Id = z.uuid();
const time = z.iso.datetime();

const Held = z.object({
  teamId: Id,
  teamKey: z.string(),
  teamName: z.string(),
  role: RoleName,
  expiresAt: z.string().nullable(),
  since: time,
  grantedBy: z.string().nullable(),
});

/** What everyone may know of everyone: the directory, and the teams that both are in. */
const known = {
  id: Id,
  name: z.string(),
  email: z.string(),
  sharedTeams: z.array(z.object({ id: Id, name: z.string(), role: z.string() })),
};

export const PersonDetail = z.object({
  ...known,
  /** What it takes the right to read people, or to be the person, to see; null otherwise. */
  account: z
    .object({
      status: z.enum(personStatuses),
      orgRole: RoleName,
      lastSeenAt: time.nullable(),
      createdAt: time,
      secondFactor: z.boolean(),
      erased: z.boolean(),
      version: z.int(),
      memberships: z.array(Held),
      /** Until when the last invitation holds, where the person has not joined. */
      invitedUntil: time.nullable(),
      /** Requests for access that this person may decide on, as far as the reader may see them. */
      toDecide: z.array(z.object({ id: Id, person: z.string(), team: z.string(), role: z.string(), at: time })),
      /** Their own requests that wait. */
      asked: z.array(z.object({ id: Id, team: z.string(), role: z.string(), at: time })),
      /** For those who manage people. */
      sessions: z.int().nullable(),
      tokens: z.int().nullable(),
    })
    .nullable(),
  may: z.object({ manage: z.boolean(), take: z.boolean(), standIn: z.boolean(), self: z.boolean() }),
});
export type PersonDetail = z.output<typeof PersonDetail>;

export const ActivityInput = z.strictObject({ id: Id, of: z.enum(['by', 'on']).default('by'), after: z.string().max(1000).optional() });
export type ActivityInput = z.output<typeof ActivityInput>;

export const PersonActivity = z.object({
  entries: z.array(
    z.object({
      id: Id,
      at: time,
      event: z.string(),
      /** What was done in one act has one. */
      operationId: Id,
      actorName: z.string().nullable(),
      targetType: z.string(),
      targetId: z.string().nullable(),
      targetName: z.string().nullable(),
      before: z.record(z.string(), z.unknown()).nullable(),
      after: z.record(z.string(), z.unknown()).nullable(),
    }),
  ),
  /** Names for the keys of roles and the ids of teams and people in the fields. */
  names: z.record(z.string(), z.string()),
  next: z.string().nullable(),
});
export type PersonActivity = z.output<typeof PersonActivity>;
