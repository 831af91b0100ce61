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
import { score } from '../../scoring/rules.ts';
import { recollect } from './recollected/queries.ts';
import { applicationsBetween, type LevellingCatalogue, scoredOtherwise } from './rules.ts';
import { passOver, type Rescoring } from './sql.ts';

export type CataloguePreview = { assets: number; moved: { from: Level; to: Level; count: number }[] };

/**
 * How many active assets there are, and how many of them would move from which level to which.
 * @param reader over every team; over fewer, it tells of theirs alone
 */
export async function previewCatalogue(reader: Reader, next: LevellingCatalogue): Promise<CataloguePreview> {
  const at = now();
  const standing = await getLevellingCatalogue(reader);
  const { gone, added } = applicationsBetween(standing, next);
  // One row for each asset is held while the risks go by; what the server allows a usual question spills that to disk.
  await reader.rows(Prisma.sql`SELECT set_config('work_mem', '64MB', true)`);
  const rescored = await rescore(reader, standing, next);
  const recollected = await recollect(reader, standing, next, at);
  const [total] = await reader.rows<{ assets: number }>(
    Prisma.sql`SELECT coalesce(sum(n), 0)::int AS assets FROM tallies WHERE measure = 'asset' AND stage = ''`,
  );
  const moved = await reader.rows<{ was: number; will: number; count: number }>(
    passOver({ assets: total?.assets ?? 0, rescored, gone, added, recollected, at }),
  );
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

/**
 * The kept scores that would have another residual severity. Those of threats that the change is about are made anew; those of others move with the
 * matrix alone, which the database looks up. Where what is kept is still of an earlier catalogue, all are made anew.
 */
async function rescore(reader: Reader, standing: LevellingCatalogue, next: LevellingCatalogue): Promise<Rescoring> {
  const [kept] = await reader.rows<{ current: boolean }>(
    Prisma.sql`SELECT coalesce((SELECT status = 'done' FROM recalculations ORDER BY created_at DESC, id DESC LIMIT 1), true) AS current`,
  );
  const threats = kept?.current ? scoredOtherwise(standing, next) : [...next.threats.keys()];
  const rows = await reader.rows<{ id: number; facts: string; severity: number }>(
    Prisma.sql`SELECT id, facts, residual_severity AS severity FROM scorings WHERE threat = ANY (${threats}::text[])`,
  );
  const scored = rows.flatMap(({ id, facts, severity }) => {
    const { residualSeverity } = score(parseFacts(facts), next);
    return residualSeverity === severity ? [] : [{ id, severity: residualSeverity }];
  });
  const sameMatrix = next.matrix.every((severity, at) => severity === standing.matrix[at]);
  return { scored, matrix: sameMatrix ? null : next.matrix, threats };
}
