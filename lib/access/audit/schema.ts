/** The audit log: what happened, sealed. Shapes of its list, of one event, and of how far it was sealed and verified. */
import { z } from 'zod';
import { several } from '#lib/platform/several.ts';
import { daysBack, facets } from './rules.ts';

const word = z.string().regex(/^[a-z_]+(\.[a-z_]+)?$/, 'not a name of the log');
const moment = z.union([z.iso.date(), z.iso.datetime({ offset: true }), z.string().regex(daysBack)], 'a day, a time or "7d"');

/** The filters of the list, named as in its URL; several values are separated by commas and mean "any of these". */
export const AuditFilter = z.strictObject({
  /** Names of people and things, words of a sentence, or an id of anything. */
  q: z.string().trim().max(200).optional(),
  event: several(word).optional(),
  /** Ids of people and service accounts, or "none" for what Gatehouse did by itself. */
  actor: several(z.union([z.uuid(), z.literal('none')])).optional(),
  targetType: several(word).optional(),
  target: several(z.uuid()).optional(),
  /** Keys of teams, or "none" for what belongs to the organisation. */
  team: several(z.string()).optional(),
  /** A day (2026-11-01), a time in ISO 8601, or so many days back from now (7d). */
  since: moment.optional(),
  /** Up to the end of a day, or before a time. */
  until: moment.optional(),
  operation: several(z.uuid()).optional(),
  request: several(z.string().max(200)).optional(),
});
export type AuditFilter = z.output<typeof AuditFilter>;
export type AuditFilterInput = z.input<typeof AuditFilter>;

export const AuditListInput = AuditFilter.extend({
  sort: z.enum(['at', '-at']).default('-at'),
  after: z.string().max(1000).optional(),
  before: z.string().max(1000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type AuditListInput = z.output<typeof AuditListInput>;
export type AuditListQuery = z.input<typeof AuditListInput>;

export const AuditRow = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  event: z.string(),
  /** Null for what Gatehouse did by itself. */
  actorId: z.uuid().nullable(),
  actorType: z.enum(['person', 'service']),
  actorName: z.string().nullable(),
  targetType: z.string(),
  targetId: z.uuid().nullable(),
  /** Null where the thing has no name, or is gone. */
  targetName: z.string().nullable(),
  teamName: z.string().nullable(),
  /** From where; null for a job, and where it was erased. */
  address: z.string().nullable(),
  via: z.enum(['session', 'token']).nullable(),
  /** The fields that the event tells of. */
  fields: z.array(z.string()),
});
export type AuditRow = z.output<typeof AuditRow>;

export const AuditPage = z.object({ rows: z.array(AuditRow), next: z.string().nullable(), previous: z.string().nullable() });
export type AuditPage = z.output<typeof AuditPage>;

export const AuditTotal = z.object({ total: z.int(), more: z.boolean() });

export const AuditFacetInput = AuditFilter.extend({ facet: z.enum(facets), term: z.string().max(200).optional() });
export const AuditFacetCounts = z.object({
  counts: z.array(z.object({ value: z.string(), label: z.string(), count: z.int().nullable() })),
});
export type AuditFacetCounts = z.output<typeof AuditFacetCounts>;

export const AuditNames = z.record(z.string(), z.record(z.string(), z.string()));
export type AuditNames = z.output<typeof AuditNames>;

const Fields = z.record(z.string(), z.unknown()).nullable();

export const AuditDetail = AuditRow.extend({
  viaId: z.uuid().nullable(),
  teamId: z.uuid().nullable(),
  operationId: z.uuid(),
  requestId: z.string(),
  before: Fields,
  after: Fields,
  /** Fields whose values went with the person that they were about, such as "after.name". */
  erased: z.array(z.string()),
  /** Names of people, teams and roles that the values speak of by id. */
  names: z.record(z.string(), z.string()),
  /** Other events of the same act, at most 20, and how many there are. */
  siblings: z.array(AuditRow),
  siblingCount: z.int(),
  /** Its place in the sealed order; null until it is sealed. */
  seal: z
    .object({ seq: z.int(), digest: z.string(), hash: z.string(), checkpoint: z.object({ number: z.int(), at: z.string() }).nullable() })
    .nullable(),
});
export type AuditDetail = z.output<typeof AuditDetail>;

/** How far the log was sealed, signed and verified. */
export const AuditStatus = z.object({
  sealed: z.object({ seq: z.int(), at: z.iso.datetime() }).nullable(),
  signed: z.object({ number: z.int(), seq: z.int(), at: z.string(), keyId: z.string() }).nullable(),
  verified: z.object({ seq: z.int(), at: z.iso.datetime(), ok: z.boolean(), problem: z.string().nullable() }).nullable(),
  /** When everything was verified last, not only what was new. */
  verifiedWhole: z.iso.datetime().nullable(),
  publicKey: z.object({ id: z.string(), pem: z.string() }),
});
export type AuditStatus = z.output<typeof AuditStatus>;
