/**
 * Acceptances: that a risk is borne until a day. Somebody who assesses asks for it with a reason, somebody else decides, and it ends by itself.
 */
import { z } from 'zod';
import { Kind, Stage } from '#lib/assets/schema.ts';
import { several } from '#lib/platform/several.ts';
import { acceptanceFacets, acceptanceSorts, acceptanceStates, daysAhead, longestReason, mostAtOnce, shortestReason } from './rules.ts';

const Id = z.uuid();
const text = (max: number) =>
  z
    .string()
    .trim()
    .max(max, `At most ${max} characters.`)
    .refine((value) => !value.includes('\u0000'), 'No control characters.');

const Reason = text(longestReason).min(shortestReason, `Say why it may be borne, in at least ${shortestReason} characters.`);
const Note = text(longestReason);
/** The last day on which it holds, in the caller's time zone. */
const Day = z.iso.date('Choose a day.');

export const State = z.enum(acceptanceStates);
export const Severity = z.enum(['low', 'medium', 'high', 'critical']);

export const NewAcceptance = z.strictObject({ riskId: Id, reason: Reason, until: Day });
export type NewAcceptance = z.output<typeof NewAcceptance>;

export const BulkRequest = z.strictObject({
  riskIds: z.array(Id).min(1).max(mostAtOnce, `at most ${mostAtOnce} risks at once`),
  reason: Reason,
  until: Day,
});
export type BulkRequest = z.output<typeof BulkRequest>;

export const Grant = z.strictObject({
  id: Id,
  note: Note.default(''),
  /** An earlier day than the one asked for, in the caller's time zone; left out, it holds as asked for. */
  until: Day.optional(),
});
export type Grant = z.output<typeof Grant>;

export const Refusal = z.strictObject({ id: Id, note: Note.min(1, 'Say why: whoever asked reads this.') });
export type Refusal = z.output<typeof Refusal>;
export const Revocation = z.strictObject({ id: Id, note: Note.min(1, 'Say why: whoever asked reads this.') });
export type Revocation = z.output<typeof Revocation>;

export const BulkDecision = z.strictObject({
  ids: z.array(Id).min(1).max(mostAtOnce, `at most ${mostAtOnce} requests at once`),
  decision: z.discriminatedUnion('status', [
    z.strictObject({ status: z.literal('granted'), note: Note.default('') }),
    z.strictObject({ status: z.literal('refused'), note: Note.min(1, 'Say why: whoever asked reads this.') }),
  ]),
});
export type BulkDecision = z.output<typeof BulkDecision>;

/** What became of each, in the order asked for. */
export const BulkReport = z.strictObject({
  operationId: Id,
  changed: z.number().int(),
  results: z.array(z.strictObject({ id: Id, name: z.string(), outcome: z.enum(['changed', 'refused']), message: z.string() })),
});
export type BulkReport = z.output<typeof BulkReport>;

/** The filters of the list, named as in its URL. */
export const AcceptanceFilter = z.strictObject({
  /** Words in the asset's or the threat's name, or in the reason. */
  q: z.string().trim().max(200).optional(),
  status: several(State).optional(),
  team: several(z.string()).optional(),
  kind: several(Kind).optional(),
  stage: several(Stage).optional(),
  /** What is borne at most. */
  severity: several(Severity).optional(),
  /** Ids of people. */
  requester: several(Id).optional(),
  /** `mine`: requests that wait and that the caller may decide on. */
  decide: several(z.enum(['mine'])).optional(),
  /** Ends by then: a day, or within so many days from now (30d). */
  until: z.union([z.iso.date(), z.string().regex(daysAhead)], 'a day or "30d"').optional(),
  asset: several(Id).optional(),
});
export type AcceptanceFilter = z.output<typeof AcceptanceFilter>;
export type AcceptanceFilterInput = z.input<typeof AcceptanceFilter>;

export const AcceptanceListInput = AcceptanceFilter.extend({
  sort: z.enum(acceptanceSorts).default('-requested'),
  after: z.string().max(1000).optional(),
  before: z.string().max(1000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type AcceptanceListInput = z.output<typeof AcceptanceListInput>;
export type AcceptanceListQuery = z.input<typeof AcceptanceListInput>;
export const AcceptanceExportInput = AcceptanceFilter.extend({ sort: z.enum(acceptanceSorts).default('-requested') });

export const AcceptanceRow = z.strictObject({
  id: Id,
  riskId: Id,
  assetId: Id,
  assetName: z.string(),
  kind: Kind,
  teamName: z.string(),
  threatName: z.string(),
  stage: Stage,
  status: State,
  /** What it covers, and how the risk stands now. */
  severity: Severity,
  riskSeverity: Severity.nullable(),
  until: z.iso.datetime(),
  requestedAt: z.iso.datetime(),
  requesterName: z.string(),
  /** It waits, and the caller may decide on it. */
  mayDecide: z.boolean(),
});
export type AcceptanceRow = z.output<typeof AcceptanceRow>;

export const AcceptancePage = z.strictObject({
  rows: z.array(AcceptanceRow),
  next: z.string().nullable(),
  previous: z.string().nullable(),
});
export type AcceptancePage = z.output<typeof AcceptancePage>;
export const AcceptanceTotal = z.strictObject({ total: z.int(), more: z.boolean() });
export const FacetInput = AcceptanceFilter.extend({ facet: z.enum(acceptanceFacets), term: z.string().trim().max(100).optional() });
export const FacetCounts = z.strictObject({ counts: z.array(z.strictObject({ value: z.string(), label: z.string(), count: z.int() })) });
export const FilterNames = z.strictObject({
  team: z.record(z.string(), z.string()),
  requester: z.record(z.string(), z.string()),
  asset: z.record(z.string(), z.string()),
});
export type FilterNames = z.output<typeof FilterNames>;
export const FileAnswer = z.object({ headers: z.record(z.string(), z.string()), body: z.instanceof(Blob) });

const Person = z.strictObject({ id: Id, name: z.string() });

/** One acceptance, whole. */
export const Acceptance = AcceptanceRow.omit({ requesterName: true, mayDecide: true }).extend({
  requester: Person,
  reason: z.string(),
  decider: Person.nullable(),
  decidedAt: z.iso.datetime().nullable(),
  note: z.string().nullable(),
  /** Whoever withdrew or revoked it; null where it ended by itself. */
  ender: Person.nullable(),
  endedAt: z.iso.datetime().nullable(),
  endedNote: z.string().nullable(),
  /** The risk's residual has risen past what it covers: it is open in spite of it. */
  exceeded: z.boolean(),
  /** What the caller may do with it now. */
  may: z.strictObject({ decide: z.boolean(), withdraw: z.boolean(), revoke: z.boolean() }),
  /** Why the caller may not decide, in words; null where they may, or where nothing is to be decided. */
  hindrance: z.string().nullable(),
});
export type Acceptance = z.output<typeof Acceptance>;

/** Who decides on a request, and who has the right to and may not decide on this one, with why. */
export const Deciders = z.strictObject({
  can: z.array(Person),
  cannot: z.array(Person.extend({ why: z.string() })),
  /** There are more who can than are named. */
  more: z.boolean(),
});
export type Deciders = z.output<typeof Deciders>;

/** All that a risk's page shows of its acceptance. */
export const RiskAcceptances = z.strictObject({
  riskId: Id,
  granted: Acceptance.nullable(),
  requested: Acceptance.nullable(),
  /** Who decides on the request that waits, or would on a new one. */
  deciders: Deciders,
  /** The newest first: what was before. */
  past: z.array(Acceptance),
  /** May the caller ask now, and if not, why not. */
  mayRequest: z.boolean(),
  hindrance: z.string().nullable(),
});
export type RiskAcceptances = z.output<typeof RiskAcceptances>;
