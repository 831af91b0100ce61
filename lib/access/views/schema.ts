/** Saved views: a list page's filters, sort and columns under a name, for oneself or shared with everyone. */
import { z } from 'zod';

/** The lists that can be saved, by the noun of their page. */
export const listNouns = [
  'assets',
  'people',
  'audit',
  'risks',
  'acceptances',
  'safeguards',
  'reviews',
  'waivers',
  'findings',
  'incidents',
] as const;

export const longestQuery = 4096;

const Name = z.string('Name the view.').trim().min(1, 'Name the view.').max(80, 'A name has at most 80 characters.');
const Query = z
  .string()
  .transform((text) => text.replace(/^\?/, ''))
  .refine((text) => new TextEncoder().encode(text).byteLength <= longestQuery, 'These filters are too many for one view: over 4 kB.');

export const ListNoun = z.enum(listNouns);

export const View = z.object({
  id: z.uuid(),
  list: ListNoun,
  name: z.string(),
  /** The query string of the list's page, without the question mark. */
  query: z.string(),
  shared: z.boolean(),
  /** Made by the caller, who alone may change it. */
  own: z.boolean(),
  ownerName: z.string(),
  updatedAt: z.iso.datetime(),
});
export type View = z.output<typeof View>;

export const NewView = z.strictObject({ list: ListNoun, name: Name, query: Query, shared: z.boolean().default(false) });
export type NewView = z.output<typeof NewView>;

export const ViewEdit = z.strictObject({ id: z.uuid(), name: Name.optional(), query: Query.optional(), shared: z.boolean().optional() });
export type ViewEdit = z.output<typeof ViewEdit>;
