/** Leaving and coming back: deactivation with a takeover of what somebody owns, reactivation, and the erasure of personal data. */
import { z } from 'zod';
import { HandedLink } from '../../links/schema.ts';
import { mostPeopleAtOnce } from '../rules.ts';

const Id = z.uuid();

export const BelongingsInput = z.strictObject({ id: Id });
export const BelongingsOutput = z.object({
  belongings: z.array(z.object({ one: z.string(), many: z.string(), count: z.int(), href: z.string() })),
  /** Tokens in force of service accounts that this person made and so may know; null for whoever may not manage people. */
  knownTokens: z.int().nullable(),
});
export type BelongingsOutput = z.output<typeof BelongingsOutput>;

const takeover = {
  /** Who takes over what they own; null leaves it under their name. */
  successorId: Id.nullable().default(null),
  /** Whether tokens of service accounts that they made, and so may know, are revoked as well. */
  revokeKnownTokens: z.boolean().default(false),
};

export const Deactivation = z.strictObject({ id: Id, ...takeover });
export type Deactivation = z.output<typeof Deactivation>;
export const Deactivated = z.object({ handedOver: z.int(), endedSessions: z.int(), revokedTokens: z.int() });
export type Deactivated = z.output<typeof Deactivated>;

/** `link` where the person never had a way to sign in, and is invited anew. */
export const Reactivated = z.object({ status: z.enum(['active', 'invited']), handed: HandedLink.nullable() });
export type Reactivated = z.output<typeof Reactivated>;

export const Erasure = z.strictObject({ id: Id, name: z.string('Type the name.').max(200) });
export type Erasure = z.output<typeof Erasure>;

export const PeopleChange = z.discriminatedUnion('field', [
  z.strictObject({ field: z.literal('role'), role: z.string().min(1).max(100) }),
  z.strictObject({ field: z.literal('team'), teamId: Id, role: z.string().min(1).max(100) }),
  z.strictObject({ field: z.literal('status'), status: z.literal('deactivated'), ...takeover }),
]);
export type PeopleChange = z.output<typeof PeopleChange>;

export const PeopleBulk = z.strictObject({
  ids: z.array(Id).min(1).max(mostPeopleAtOnce, `at most ${mostPeopleAtOnce} people at once`),
  change: PeopleChange,
});

export const PeopleReport = z.object({
  operationId: Id,
  changed: z.int(),
  results: z.array(z.object({ id: Id, name: z.string(), outcome: z.enum(['changed', 'unchanged', 'refused']), message: z.string() })),
});
export type PeopleReport = z.output<typeof PeopleReport>;
