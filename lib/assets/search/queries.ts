/**
 * Ranked search, tier by tier, each in the order of names: the exact name or key, names that begin so, whole words, words that begin so, the
 * text within words. A tier is asked only when those before it do not fill the page, and the planner may walk the names where a word
 * is common and ask the text index where it is rare: neither needs all matches.
 */
import { decodeCursor } from '#lib/platform/cursor.ts';
import type { Reader } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { byLetters, byName, byWholeWords, byWords, conditions, type Keyed, ordered, type TeamIds } from '../list/sql.ts';
import type { AssetListInput } from '../schema.ts';

type Tier = { tier: number; condition: Prisma.Sql };

/** The rows of one page and one more if there is one, by tier, name and id; turned round where the page is read backwards. */
export async function searchAssets(reader: Reader, input: AssetListInput, text: string, teams: TeamIds): Promise<Keyed[]> {
  const { q: _, ...others } = input;
  const where = conditions(others, 'every');
  const cursor = input.after ?? input.before;
  const backwards = input.before !== undefined && input.after === undefined;
  const [tier, name, id] = cursor ? decodeCursor(cursor, backwards ? 'before' : 'after', 'relevance', ['number', 'text', 'id']) : [];
  const beyond = Prisma.sql`(${byName}, a.id) ${backwards ? Prisma.sql`<` : Prisma.sql`>`} (${name}, ${id}::uuid)`;
  const groups = tiersOf(text).map((group) =>
    group.filter((each) => tier === undefined || (backwards ? each.tier <= Number(tier) : each.tier >= Number(tier))),
  );
  const rows: Keyed[] = [];
  for (const group of backwards ? groups.reverse() : groups) {
    const limit = input.limit + 1 - rows.length;
    if (group.length === 0 || limit === 0) continue;
    const parts = group.map((each) => {
      const bounded = each.tier === tier ? [...where, each.condition, beyond] : [...where, each.condition];
      const more = Prisma.sql`${byName} AS sort_key, ${each.tier}::int AS tier`;
      return Prisma.sql`(${ordered({ where: bounded, teams, key: byName, descending: backwards, limit, more })})`;
    });
    const direction = backwards ? Prisma.sql`DESC` : Prisma.sql`ASC`;
    const end = Prisma.sql`ORDER BY tier ${direction}, sort_key ${direction}, id ${direction} LIMIT ${limit}`;
    rows.push(...(await reader.rows<Keyed>(Prisma.sql`SELECT * FROM (${Prisma.join(parts, ' UNION ALL ')}) found ${end}`)));
  }
  return rows;
}

/** The tiers in groups: those of a group are cheap enough to be asked at once. An asset belongs to the first tier that it fits. */
function tiersOf(text: string): Tier[][] {
  const lower = text.toLowerCase();
  const exact = Prisma.sql`(${byName} = ${lower} OR a.key = ANY (${[text, lower]}))`;
  const begins = Prisma.sql`(${byName} >= ${lower} AND ${byName} < ${`${lower}\u{10FFFF}`})`;
  const earlier = Prisma.sql`NOT ${begins} AND NOT ${exact}`;
  const groups: Tier[][] = [
    [
      { tier: 0, condition: exact },
      { tier: 1, condition: Prisma.sql`${begins} AND NOT ${exact}` },
    ],
  ];
  const [whole, words, letters] = [byWholeWords(text), byWords(text), byLetters(text)];
  if (whole && words)
    groups.push(
      [{ tier: 2, condition: Prisma.sql`${whole} AND ${earlier}` }],
      [{ tier: 3, condition: Prisma.sql`${words} AND NOT ${whole} AND ${earlier}` }],
    );
  if (letters)
    groups.push([
      { tier: 4, condition: words ? Prisma.sql`${letters} AND NOT ${words} AND ${earlier}` : Prisma.sql`${letters} AND ${earlier}` },
    ]);
  return groups;
}
