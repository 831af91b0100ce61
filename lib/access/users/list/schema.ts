/** The list of people: its filters, named as in its URL, its rows and its counts. */
import { z } from 'zod';
import { several } from '#lib/platform/several.ts';
import { factorStates, peopleSorts, personStatuses, seenSpans } from '../rules.ts';
import { RoleName } from '../schema.ts';

export const PeopleFilter = z.strictObject({
  q: z.string().trim().max(200).optional(),
  /** Whoever is not deactivated when left out. */
  status: several(z.enum(personStatuses)).optional(),
  /** Keys of teams. */
  team: several(z.string()).optional(),
  /** Keys of roles, held in the organisation or in a team. */
  role: several(z.string()).optional(),
  seen: several(z.enum(seenSpans)).optional(),
  factor: several(z.enum(factorStates)).optional(),
});
export type PeopleFilter = z.output<typeof PeopleFilter>;
export type PeopleFilterInput = z.input<typeof PeopleFilter>;

export const PeopleListInput = PeopleFilter.extend({
  sort: z.enum(peopleSorts).default('name'),
  after: z.string().max(1000).optional(),
  before: z.string().max(1000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type PeopleListInput = z.output<typeof PeopleListInput>;
export type PeopleListQuery = z.input<typeof PeopleListInput>;

export const PersonRow = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  status: z.enum(personStatuses),
  orgRole: RoleName,
  /** Names of the teams they are in, with their role there. */
  teams: z.array(z.strictObject({ name: z.string(), role: z.string() })),
  lastSeenAt: z.iso.datetime().nullable(),
  secondFactor: z.boolean(),
  createdAt: z.iso.datetime(),
});
export type PersonRow = z.output<typeof PersonRow>;

export const PeoplePage = z.strictObject({ rows: z.array(PersonRow), next: z.string().nullable(), previous: z.string().nullable() });
export type PeoplePage = z.output<typeof PeoplePage>;

export const PeopleTotal = z.strictObject({ total: z.int() });

export const peopleFacets = ['status', 'team', 'role', 'seen', 'factor'] as const;
export type PeopleFacet = (typeof peopleFacets)[number];
export const FacetInput = PeopleFilter.extend({ facet: z.enum(peopleFacets) });
export const FacetCounts = z.strictObject({ counts: z.array(z.strictObject({ value: z.string(), label: z.string(), count: z.int() })) });
export type FacetCounts = z.output<typeof FacetCounts>;

/** Names for what filters hold as keys. */
export const FilterNames = z.strictObject({ team: z.record(z.string(), z.string()), role: z.record(z.string(), z.string()) });
export type FilterNames = z.output<typeof FilterNames>;

export const PeopleExportInput = PeopleFilter.extend({ sort: z.enum(peopleSorts).default('name') });
export const CsvAnswer = z.object({ headers: z.record(z.string(), z.string()), body: z.instanceof(Blob) });
