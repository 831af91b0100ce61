/**
 * What a change of the catalogue would do to levels, before it is made: the scores that are kept are made anew in memory, and one pass over the risks
 * says which assets would have another level.
 */
import { type Level, levels } from '#lib/assets/rules.ts';
import { now } from '#lib/platform/clock.ts';
import type { Reader } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { parseFacts } from '../../scoring/facts/rules.ts';
import { getScoringCatalogue } from '../../scoring/queries.ts';
import { type ScoringCatalogue, score } from '../../scoring/rules.ts';
import { recollect } from './recollected/queries.ts';
import { applicationsBetween, type LevellingCatalogue } from './rules.ts';
import { passOver, type Rescored } from './sql.ts';

export type CataloguePreview = { assets: number; moved: { from: Level; to: Level; count: number }[] };

/**
 * How many active assets there are, and how many of them would move from which level to which.
 * @param reader over every team; over fewer, it tells of theirs alone
 */
export async function previewCatalogue(reader: Reader, next: LevellingCatalogue): Promise<CataloguePreview> {
  const at = now();
  const standing = await getLevellingCatalogue(reader);
  const { gone, added } = applicationsBetween(standing, next);
  const rescored = await rescore(reader, next);
  const recollected = await recollect(reader, standing, next, at);
  const [total] = await reader.rows<{ assets: number }>(
    Prisma.sql`SELECT coalesce(sum(n), 0)::int AS assets FROM tallies WHERE measure = 'asset' AND stage = ''`,
  );
  const moved = await reader.rows<{ was: number; will: number; count: number }>(passOver({ rescored, gone, added, recollected, at }));
  return {
    assets: total?.assets ?? 0,
    moved: moved.map(({ was, will, count }) => ({ from: levels[was] ?? 'none', to: levels[will] ?? 'none', count })),
  };
}

/** What levels depend on, as the catalogue stands. */
export async function getLevellingCatalogue(reader: Reader): Promise<LevellingCatalogue> {
  const catalogue = await getScoringCatalogue(reader);
  const rows = await reader.rows<{ key: string; applies: string[] }>(Prisma.sql`SELECT key, applies FROM threats WHERE enabled`);
  return { ...catalogue, applies: new Map(rows.map(({ key, applies }) => [key, applies])) };
}

/** The kept scores that would have another residual severity. */
async function rescore(reader: Reader, next: ScoringCatalogue): Promise<Rescored[]> {
  const rows = await reader.rows<{ id: number; facts: string; severity: number }>(
    Prisma.sql`SELECT id, facts, residual_severity AS severity FROM scorings`,
  );
  return rows.flatMap(({ id, facts, severity }) => {
    const { residualSeverity } = score(parseFacts(facts), next);
    return residualSeverity === severity ? [] : [{ id, severity: residualSeverity }];
  });
}
