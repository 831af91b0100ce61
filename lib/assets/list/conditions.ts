import { Prisma } from '#prisma/generated/client.ts';
import { levels, searchWords } from '../rules.ts';
import type { AssetFilter, Facet } from '../schema.ts';

/** The conditions of a filter as SQL, to be joined by AND. Team keys must have been turned into ids before. */
export type TeamIds = readonly string[] | 'every';

/**
 * Builds the WHERE of the list over `asset_list a`.
 * @param teams the teams that the answer is cut to: given by value, so that the planner knows which index is right
 * @param without a facet whose own filter is left out, because its counts are about the other values
 */
export function conditions(filter: AssetFilter, teams: TeamIds, without?: Facet): Prisma.Sql[] {
  const parts: Prisma.Sql[] = [];
  const any = (facet: Facet, column: Prisma.Sql, values: readonly (string | number)[] | undefined) => {
    if (values?.length && facet !== without)
      parts.push(values.length === 1 ? Prisma.sql`${column} = ${values[0]}` : Prisma.sql`${column} = ANY (${values})`);
  };
  if (teams !== 'every')
    parts.push(teams.length === 1 ? Prisma.sql`a.team_id = ${teams[0]}::uuid` : Prisma.sql`a.team_id = ANY (${teams}::uuid[])`);
  any('kind', Prisma.sql`a.kind`, filter.kind);
  any('stage', Prisma.sql`a.stage`, filter.stage);
  any(
    'level',
    Prisma.sql`a.level`,
    filter.level?.map((level) => levels.indexOf(level)),
  );
  any('exposure', Prisma.sql`a.exposure`, filter.exposure);
  any('dataClass', Prisma.sql`a.data_class`, filter.dataClass);
  any('origin', Prisma.sql`a.origin`, filter.origin);
  any('status', Prisma.sql`a.status`, filter.status ?? ['active']);
  if (filter.tag?.length && without !== 'tag') parts.push(Prisma.sql`a.tags && ${filter.tag}::text[]`);
  if (filter.owner?.length && without !== 'owner') parts.push(ownedBy(filter.owner));
  if (filter.changedSince) parts.push(Prisma.sql`a.updated_at >= ${new Date(filter.changedSince)}`);
  if (filter.q) parts.push(matches(filter.q));
  return parts.length ? parts : [Prisma.sql`true`];
}

function ownedBy(owners: readonly string[]): Prisma.Sql {
  const people = owners.filter((owner) => owner !== 'none');
  const owned = Prisma.sql`a.owner_id = ANY (${people}::uuid[])`;
  if (!owners.includes('none')) return owned;
  return people.length ? Prisma.sql`(a.owner_id IS NULL OR ${owned})` : Prisma.sql`a.owner_id IS NULL`;
}

/** Every word begins a word of the asset, or the whole text stands somewhere in it. */
function matches(text: string): Prisma.Sql {
  const words = byWords(text);
  const letters = byLetters(text);
  if (words && letters) return Prisma.sql`(${words} OR ${letters})`;
  return words ?? letters ?? Prisma.sql`false`;
}

/** Every word of the text begins a word of the asset. Null where the text has no word. */
export function byWords(text: string): Prisma.Sql | null {
  const words = searchWords(text);
  return words.length ? Prisma.sql`a.search @@ to_tsquery('simple', ${words.map((word) => `${word}:*`).join(' & ')})` : null;
}

/** The text stands somewhere in the asset. Null under three letters: trigrams need three. */
export function byLetters(text: string): Prisma.Sql | null {
  const pattern = text.toLowerCase().replace(/[\\%_]/g, (letter) => `\\${letter}`);
  return pattern.length >= 3 ? Prisma.sql`asset_text(a.name, a.key, a.description, a.tags, a.owner_name) LIKE ${`%${pattern}%`}` : null;
}

export const all = (parts: readonly Prisma.Sql[]): Prisma.Sql => Prisma.join([...parts], ' AND ');
