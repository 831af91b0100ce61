/**
 * Settling: that risks, their levels and those of their assets are what the facts say. Whatever a score depends on is changed first, then its assets
 * are settled in the same transaction. Nobody else writes these columns.
 */
import { now } from '#lib/platform/clock.ts';
import { planKept, type Reader } from '#lib/platform/database.ts';
import type { Change } from '#lib/platform/transact.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { parseFacts } from '../scoring/facts/rules.ts';
import { type CatalogueRow, catalogueColumns, scoringCatalogue } from '../scoring/queries.ts';
import { type ScoringCatalogue, score } from '../scoring/rules.ts';
import { factsOf, postureAt, setLevels } from './sql.ts';

/** Up to so many assets are settled by a plan that is kept; more are worth a plan of their own. */
const few = 10;

/** What moved a risk, and who made it move: both stand in its history. */
export type Because = { cause: string | null; actorId: string | null };

/** Runs statements, each seeing what the one before it wrote: a change's, or a connection's within a transaction. */
export type Runner = Reader;

/** A change's statements, the same object each time. */
export function runnerOf({ tx, rows }: Change): Runner {
  const runner = runners.get(tx) ?? { rows };
  runners.set(tx, runner);
  return runner;
}
const runners = new WeakMap<object, Runner>();

/** The assets that a transaction has locked, and how its statements are planned since. */
const locks = new WeakMap<Runner, { assets: Set<string>; plan: string }>();

/**
 * Locks assets against other settling, in the order of their ids. A command that changes rows of theirs (a risk, a safeguard, a signal) does it first, so
 * that it never holds a row that another, who has the asset already, waits for.
 * @throws Error when one of them is not there or not within what the transaction may write
 */
export async function lockAssets(runner: Runner, assetIds: readonly string[]): Promise<void> {
  const wanted = new Set(assetIds);
  const plan = wanted.size <= few ? 'force_generic_plan' : 'auto';
  const held = locks.get(runner);
  if (held?.plan === plan && [...wanted].every((id) => held.assets.has(id))) return;
  // Whoever settles has the catalogue wait that would make scorings anew meanwhile.
  const locked = await runner.rows<{ id: string }>(Prisma.sql`${Prisma.raw(wanted.size <= few ? planKept : '')}
    SELECT a.id FROM (SELECT pg_advisory_xact_lock_shared(hashtextextended('gatehouse.scorings', 0)), set_config('plan_cache_mode', ${plan}, true)) l
    CROSS JOIN LATERAL (SELECT id FROM assets WHERE id = ANY (${[...wanted]}::uuid[]) ORDER BY id FOR NO KEY UPDATE) a`);
  if (locked.length !== wanted.size) throw new Error('Assets cannot be settled that this change may not write.');
  locks.set(runner, { assets: new Set([...wanted, ...(held?.assets ?? [])]), plan });
}

/** What a person has set of a risk, by column: written together with what follows from it, because each writing of a row goes into some twenty indexes. */
export type RiskEdit = { id: string; set: Partial<Record<EditedColumn, unknown>> };
const editedColumns = [
  'set_likelihood',
  'set_impact',
  'set_reason',
  'assessed_at',
  'assessed_by',
  'assessed_until',
  'treatment',
  'target',
  'owner_id',
  'due_at',
  'notes',
  'updated_at',
  'version',
] as const;
export type EditedColumn = (typeof editedColumns)[number];

/**
 * Finds and scores the risks of up to some thousand assets again, within the change: risks appear, come and go with the catalogue, and change level;
 * each change of a level or a value is kept in the risk's history. Assets keep their version and the time of their last change.
 * @param cause the event that stands in the history; the announced one, where none is given
 * @param edits what is written of these assets' risks at the same time; the caller has locked the assets and looked at the risks since
 * @returns how many of the assets have another level, as a whole or at a stage, than before
 */
export async function settle(
  change: Change,
  assetIds: readonly string[],
  cause: string | null = null,
  edits: readonly RiskEdit[] = [],
): Promise<number> {
  return settleWith(runnerOf(change), assetIds, { cause, actorId: change.act.actorId }, now(), edits);
}

/** As `settle`, over any connection that is in a transaction with an announced event. */
export async function settleWith(
  runner: Runner,
  assetIds: readonly string[],
  because: Because,
  at: Date,
  edits: readonly RiskEdit[] = [],
): Promise<number> {
  if (assetIds.length === 0) return 0;
  await lockAssets(runner, assetIds);
  const first = await write(runner, assetIds, because, at, edits);
  if (first.missing.length === 0) return first.moved;
  await addScorings(runner, first.missing, scoringCatalogue(first.catalogue));
  const second = await write(runner, assetIds, because, at, edits);
  if (second.missing.length > 0) throw new Error(`Facts stay unscored: ${second.missing[0]}`);
  return second.moved;
}

/** Scores facts and keeps the results, beside what others score at this moment. */
async function addScorings(runner: Runner, texts: readonly string[], catalogue: ScoringCatalogue): Promise<void> {
  const rows = texts.map((text) => ({ facts: text, threat: parseFacts(text).threat, ...score(parseFacts(text), catalogue) }));
  await runner.rows(Prisma.sql`${Prisma.raw(planKept)}
    INSERT INTO scorings (facts, threat, computed_likelihood, computed_impact, likelihood, impact, severity, residual_likelihood, residual_impact, residual_severity, coverage)
    SELECT facts, threat, "computedLikelihood", "computedImpact", likelihood, impact, severity, "residualLikelihood", "residualImpact", "residualSeverity", coverage
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS s(facts text, threat text, "computedLikelihood" int, "computedImpact" int, likelihood int, impact int,
      severity int, "residualLikelihood" int, "residualImpact" int, "residualSeverity" int, coverage int)
    ORDER BY facts ON CONFLICT (facts) DO NOTHING`);
}

/** `catalogue` is what the missing facts are scored by; null where none are. */
type Written = { missing: string[]; moved: number; edited: number; catalogue: CatalogueRow | null };

const editsOf = (edits: readonly RiskEdit[]) =>
  Prisma.sql`SELECT id, fields FROM jsonb_to_recordset(${JSON.stringify(edits.map(({ id, set }) => ({ id, fields: set })))}::jsonb) AS e(id uuid, fields jsonb)`;

const setEdited = Prisma.raw(
  editedColumns.map((column) => `${column} = CASE WHEN c.is_edited THEN (c.edited).${column} ELSE r.${column} END`).join(', '),
);

/** Writes what differs, unless facts are missing their score: then nothing, and they are told. */
async function write(
  runner: Runner,
  assetIds: readonly string[],
  because: Because,
  at: Date,
  edits: readonly RiskEdit[],
): Promise<Written> {
  const moment = Prisma.sql`${at.toISOString()}::timestamptz`;
  const ids = Prisma.sql`${[...new Set(assetIds)]}::uuid[]`;
  const within = (id: Prisma.Sql) => Prisma.sql`${id} = ANY (${ids})`;
  const kept = Prisma.raw(assetIds.length <= few ? planKept : '');
  const edited = edits.length > 0;
  const [written] = await runner.rows<Written>(Prisma.sql`${kept}
    WITH ${factsOf({ assets: within(Prisma.sql`a.id`), within, ...(edited && { edits: editsOf(edits) }) })}, ${postureAt(at)},
    changed AS (SELECT * FROM next WHERE ${edited ? Prisma.sql`(differs OR is_edited)` : Prisma.sql`differs`} AND NOT EXISTS (SELECT FROM missing)),
    appeared AS (
      INSERT INTO risks (id, team_id, asset_id, kind, threat, stage, applies, scoring_id, level, likelihood, impact, severity, coverage, signal, stale_at, next_at,
        opened_at, created_at, updated_at)
      SELECT uuid7(), team_id, asset_id, kind, threat, stage, applies, scoring_id, level, likelihood, impact, severity, coverage, signal, stale_at, next_at,
        opened_at, ${moment}, ${moment} FROM changed WHERE id IS NULL ORDER BY asset_id, threat, stage
      RETURNING id, team_id, asset_id, scoring_id, level, likelihood, impact
    ), updated AS (
      UPDATE risks r SET applies = c.applies, kind = c.kind, scoring_id = c.scoring_id, level = c.level, likelihood = c.likelihood, impact = c.impact,
        severity = c.severity, coverage = c.coverage, signal = c.signal, stale_at = c.stale_at, next_at = c.next_at, opened_at = c.opened_at
        ${edited ? Prisma.sql`, ${setEdited}` : Prisma.empty}
      FROM changed c WHERE r.id = c.id
    ), kept AS (
      INSERT INTO risk_changes (id, team_id, asset_id, risk_id, at, actor_id, cause, level_before, level_after, likelihood_before, likelihood_after,
        impact_before, impact_after, facts_before, facts_after, treated_after)
      SELECT uuid7(), d.team_id, d.asset_id, d.id, ${moment}, ${because.actorId}::uuid, coalesce(${because.cause}, current_setting('app.announced', true)),
        d.is_level, d.level, d.is_likelihood, d.likelihood, d.is_impact, d.impact, b.facts, d.facts,
        CASE WHEN d.is_level >= 6 AND d.level IN (1, 2, 4, 5) THEN extract(day FROM ${moment} - d.is_opened_at)::int END
      FROM changed d LEFT JOIN scorings b ON b.id = d.is_scoring_id
      WHERE d.id IS NOT NULL AND (d.level, d.likelihood, d.impact) IS DISTINCT FROM (d.is_level, d.is_likelihood, d.is_impact)
      UNION ALL
      SELECT uuid7(), n.team_id, n.asset_id, n.id, ${moment}, ${because.actorId}::uuid, coalesce(${because.cause}, current_setting('app.announced', true)),
        0, n.level, 0, n.likelihood, 0, n.impact, NULL, s.facts, NULL FROM appeared n JOIN scorings s ON s.id = n.scoring_id WHERE n.level <> 3
    ), moved AS (
      UPDATE assets a SET ${setLevels} FROM posture p WHERE a.id = p.id AND p.differs AND NOT EXISTS (SELECT FROM missing) RETURNING 1
    )
    SELECT ARRAY(SELECT facts FROM missing) AS missing, (SELECT count(*)::int FROM moved) AS moved,
      ${edited ? Prisma.sql`(SELECT count(*)::int FROM risk WHERE is_edited)` : Prisma.sql`0`} AS edited,
      CASE WHEN EXISTS (SELECT FROM missing) THEN (SELECT to_jsonb(s) FROM (
        SELECT ${catalogueColumns((threat) => Prisma.sql`${threat} IN (SELECT missing.threat FROM missing)`)}) s) END AS catalogue`);
  if (written?.edited !== edits.length) throw new Error('Risks cannot be written that are not of the assets settled.');
  return written;
}
