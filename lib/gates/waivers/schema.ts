/** Waivers: that one requirement of a gate does not hold for one asset until a day. Somebody asks with a reason, somebody else decides, and it ends by itself. */
import { z } from 'zod';
import { Kind, Stage } from '#lib/assets/schema.ts';
import { several } from '#lib/platform/several.ts';
import { daysAhead } from '#lib/risks/acceptances/rules.ts';
import { requirementKey, requirementTypes } from '../rules.ts';
import { longestReason, shortestReason, waiverFacets, waiverSorts, waiverStates } from './rules.ts';

const Id = z.uuid();
const text = (max: number) =>
  z
    .string()
    .trim()
    .max(max, `At most ${max} characters.`)
    .refine((value) => !value.includes('\u0000'), 'No control characters.');
const Note = text(longestReason);
const Why = Note.min(1, 'Say why: whoever asked reads this.');
/** The last day on which it holds, in the caller's time zone. */
const Day = z.iso.date('Choose a day.');

export const State = z.enum(waiverStates);

export const NewWaiver = z.strictObject({
  assetId: Id,
  /** Before which stage the gate stands. */
  stage: Stage,
  /** The requirement's key in the gate as it stands. */
  requirement: z.string().max(60).regex(requirementKey),
  reason: text(longestReason).min(shortestReason, `Say why it may be waived, in at least ${shortestReason} characters.`),
  until: Day,
});
export type NewWaiver = z.output<typeof NewWaiver>;

export const Grant = z.strictObject({
  id: Id,
  note: Note.default(''),
  /** An earlier day than the one asked for, in the caller's time zone; left out, it holds as asked for. */
  until: Day.optional(),
});
export type Grant = z.output<typeof Grant>;
export const Refusal = z.strictObject({ id: Id, note: Why });
export type Refusal = z.output<typeof Refusal>;
export const Revocation = z.strictObject({ id: Id, note: Why });
export type Revocation = z.output<typeof Revocation>;

/** The filters of the list, named as in its URL. */
export const WaiverFilter = z.strictObject({
  /** Words in the asset's name or in the reason. */
  q: z.string().trim().max(200).optional(),
  status: several(State).optional(),
  team: several(z.string()).optional(),
  kind: several(Kind).optional(),
  stage: several(Stage).optional(),
  /** What is waived. */
  type: several(z.enum(requirementTypes)).optional(),
  /** Ids of people. */
  requester: several(Id).optional(),
  /** `mine`: requests that wait and that the caller may decide on. */
  decide: several(z.enum(['mine'])).optional(),
  /** Ends by then: a day, or within so many days from now (30d). */
  until: z.union([z.iso.date(), z.string().regex(daysAhead)], 'a day or "30d"').optional(),
  asset: several(Id).optional(),
});
export type WaiverFilter = z.output<typeof WaiverFilter>;
export type WaiverFilterInput = z.input<typeof WaiverFilter>;

export const WaiverListInput = WaiverFilter.extend({
  sort: z.enum(waiverSorts).default('-requested'),
  after: z.string().max(1000).optional(),
  before: z.string().max(1000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type WaiverListInput = z.output<typeof WaiverListInput>;
export type WaiverListQuery = z.input<typeof WaiverListInput>;

export const WaiverRow = z.strictObject({
  id: Id,
  assetId: Id,
  assetName: z.string(),
  kind: Kind,
  teamName: z.string(),
  stage: Stage,
  /** What is waived, in words. */
  title: z.string(),
  status: State,
  until: z.iso.datetime(),
  requestedAt: z.iso.datetime(),
  requesterName: z.string(),
  mayDecide: z.boolean(),
});
export type WaiverRow = z.output<typeof WaiverRow>;
export const WaiverPage = z.strictObject({ rows: z.array(WaiverRow), next: z.string().nullable(), previous: z.string().nullable() });
export type WaiverPage = z.output<typeof WaiverPage>;
export const WaiverTotal = z.strictObject({ total: z.int(), more: z.boolean() });

export const FacetInput = WaiverFilter.extend({ facet: z.enum(waiverFacets), term: z.string().trim().max(100).optional() });
export const FacetCounts = z.strictObject({ counts: z.array(z.strictObject({ value: z.string(), label: z.string(), count: z.int() })) });
const Names = z.record(z.string(), z.string());
export const FilterNames = z.strictObject({ team: Names, requester: Names, asset: Names });
export type FilterNames = z.output<typeof FilterNames>;

const Person = z.strictObject({ id: Id, name: z.string() });
export const Deciders = z.strictObject({
  can: z.array(Person),
  cannot: z.array(Person.extend({ why: z.string() })),
  /** There are more who can than are named. */
  more: z.boolean(),
});
export type Deciders = z.output<typeof Deciders>;

/** One waiver, whole, and who decides on it. */
export const Waiver = WaiverRow.omit({ requesterName: true, mayDecide: true }).extend({
  requirement: z.string(),
  requester: Person,
  reason: z.string(),
  decider: Person.nullable(),
  decidedAt: z.iso.datetime().nullable(),
  note: z.string().nullable(),
  /** Whoever withdrew or revoked it; null where it ended by itself. */
  ender: Person.nullable(),
  endedAt: z.iso.datetime().nullable(),
  endedNote: z.string().nullable(),
  /** The gate asks for something else by now: it lifts nothing. */
  outdated: z.boolean(),
  may: z.strictObject({ decide: z.boolean(), withdraw: z.boolean(), revoke: z.boolean() }),
  /** Why the caller may not decide, in words; null where they may, or where nothing is to be decided. */
  hindrance: z.string().nullable(),
  deciders: Deciders,
});
export type Waiver = z.output<typeof Waiver>;
