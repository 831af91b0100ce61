/** The list of safeguards: its filters, named as in its URL, its rows and its counts. */
import { z } from 'zod';
import { kinds } from '#lib/assets/rules.ts';
import { several } from '#lib/platform/several.ts';
import { dueSpans, evidenceStandings, safeguardSorts, safeguardStates, scopes } from '../rules.ts';

/** Those of active assets and what teams offer; several values are separated by commas and mean "any of these". */
export const SafeguardFilter = z.strictObject({
  q: z.string().trim().max(200).optional(),
  /** Keys of controls. */
  control: several(z.string()).optional(),
  state: several(z.enum(safeguardStates)).optional(),
  /** Keys of teams. */
  team: several(z.string()).optional(),
  kind: several(z.enum(kinds)).optional(),
  /** Ids of people, or "none". */
  owner: several(z.union([z.uuid(), z.literal('none')])).optional(),
  due: several(z.enum(dueSpans)).optional(),
  evidence: several(z.enum(evidenceStandings)).optional(),
  scope: several(z.enum(scopes)).optional(),
  /** Ids of assets. */
  asset: several(z.uuid()).optional(),
  /** Keys of threats that the control reduces. */
  threat: several(z.string()).optional(),
});
export type SafeguardFilter = z.output<typeof SafeguardFilter>;
export type SafeguardFilterInput = z.input<typeof SafeguardFilter>;

export const SafeguardListInput = SafeguardFilter.extend({
  sort: z.enum(safeguardSorts).default('control'),
  after: z.string().max(1000).optional(),
  before: z.string().max(1000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type SafeguardListInput = z.output<typeof SafeguardListInput>;
export type SafeguardListQuery = z.input<typeof SafeguardListInput>;

export const SafeguardRow = z.strictObject({
  id: z.uuid(),
  control: z.string(),
  controlName: z.string(),
  /** Null where a team offers it. */
  assetId: z.uuid().nullable(),
  assetName: z.string().nullable(),
  kind: z.enum(kinds).nullable(),
  teamName: z.string(),
  state: z.enum(safeguardStates),
  scope: z.enum(scopes),
  ownerName: z.string().nullable(),
  dueAt: z.iso.datetime().nullable(),
  overdue: z.boolean(),
  evidence: z.int(),
  evidenceStanding: z.enum(evidenceStandings),
  evidenceUntil: z.iso.datetime().nullable(),
  changedAt: z.iso.datetime(),
});
export type SafeguardRow = z.output<typeof SafeguardRow>;

export const SafeguardPage = z.strictObject({ rows: z.array(SafeguardRow), next: z.string().nullable(), previous: z.string().nullable() });
export type SafeguardPage = z.output<typeof SafeguardPage>;
export const SafeguardTotal = z.strictObject({ total: z.int(), more: z.boolean() });

export const safeguardFacets = ['control', 'state', 'team', 'kind', 'owner', 'due', 'evidence', 'scope', 'threat'] as const;
export type SafeguardFacet = (typeof safeguardFacets)[number];
export const SafeguardFacetInput = SafeguardFilter.extend({
  facet: z.enum(safeguardFacets),
  term: z.string().trim().max(100).optional(),
});
export const SafeguardFacetCounts = z.strictObject({
  counts: z.array(z.strictObject({ value: z.string(), label: z.string(), count: z.int() })),
});
export type SafeguardFacetCounts = z.output<typeof SafeguardFacetCounts>;

/** Names for what filters hold as ids and keys. */
const names = z.record(z.string(), z.string());
export const SafeguardFilterNames = z.strictObject({ owner: names, team: names, control: names, threat: names, asset: names });
export type SafeguardFilterNames = z.output<typeof SafeguardFilterNames>;

export const SafeguardExportInput = SafeguardFilter.extend({ sort: z.enum(safeguardSorts).default('control') });
export type SafeguardExportInput = z.output<typeof SafeguardExportInput>;
