import { type Actor, can, houseScope, scopeOf } from '#lib/access/policy.ts';
import { type Kind, type Stage, stages } from '#lib/assets/rules.ts';
import { now } from '#lib/platform/clock.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/cursor.ts';
import { read } from '#lib/platform/database.ts';
import { notFound } from '#lib/platform/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { nextStage, type PromotionAct } from '../rules.ts';
import { judgeOne } from '../verdict/queries.ts';
import type { AssetGate, PromotionPage, PromotionVerdict } from './schema.ts';

/** Versions that a person may choose among; older ones are judged by their digest alone. */
const versionsShown = 50;

/** An asset's next gate, on its newest version or the one named. @throws AppError `not_found`. */
export async function getAssetGate(actor: Actor, { id, versionId }: { id: string; versionId?: string }): Promise<AssetGate> {
  const at = now();
  return read(houseScope(actor.id), async (reader) => {
    const [seen] = await reader.rows<{ team_id: string; kind: Kind; stage: Stage }>(
      Prisma.sql`SELECT team_id, kind, stage FROM assets WHERE id = ${id}::uuid`,
    );
    if (!seen || !can(actor, 'asset.read', { teamId: seen.team_id })) throw notFound('asset');
    const next = nextStage(seen.stage);
    const { row, verdict } = await judgeOne(reader, id, next ?? stages[stages.length - 1] ?? 'change', versionId, at);
    const versions = await reader.rows<{ id: string; label: string }>(
      Prisma.sql`SELECT id, label FROM asset_versions WHERE asset_id = ${id}::uuid ORDER BY registered_at DESC, id DESC LIMIT ${versionsShown}`,
    );
    const may = can(actor, 'asset.promote', { teamId: row.teamId, kind: row.kind }) && row.status === 'active';
    return {
      stage: row.stage,
      assetVersion: row.assetVersion,
      next,
      version: row.version && { id: row.version.id, label: row.version.label, rootDigest: row.version.rootDigest },
      verdict: next && verdict,
      requested: row.waivers.filter(({ granted }) => !granted).map((each) => ({ id: each.id, requirement: each.requirement })),
      versions,
      may: { promote: may, request: may && actor.type === 'person' },
    };
  });
}

type Row = {
  id: string;
  at: Date;
  act: PromotionAct;
  from: Stage;
  to: Stage;
  passed: boolean;
  reason: string;
  actor_name: string | null;
  verdict: PromotionVerdict;
  exact: string;
};

/** Each time an asset was to go to another stage, newest first, with the verdict of that moment. @throws AppError `not_found`. */
export async function listPromotions(actor: Actor, input: { id: string; after?: string; limit: number }): Promise<PromotionPage> {
  return read(scopeOf(actor), async (reader) => {
    const [seen] = await reader.rows(Prisma.sql`SELECT 1 FROM asset_list a WHERE a.id = ${input.id}::uuid`);
    if (!seen) throw notFound('asset');
    const [at, id] = input.after ? decodeCursor(input.after, 'after', 'promoted', ['time', 'id']) : [];
    const bound = at ? Prisma.sql`AND (p.at, p.id) < (${String(at)}::timestamptz, ${id}::uuid)` : Prisma.empty;
    const rows = await reader.rows<Row>(Prisma.sql`
      SELECT p.id, p.at, p.act, p.from_stage AS "from", p.to_stage AS "to", p.passed, p.reason, p.verdict, p.at::text AS exact,
        coalesce(u.name, s.name) AS actor_name
      FROM promotions p LEFT JOIN users u ON u.id = p.actor_id LEFT JOIN service_accounts s ON s.id = p.actor_id
      WHERE p.asset_id = ${input.id}::uuid ${bound} ORDER BY p.at DESC, p.id DESC LIMIT ${input.limit + 1}`);
    const shown = rows.slice(0, input.limit);
    const last = shown.at(-1);
    return {
      rows: shown.map(({ actor_name: actorName, exact: _exact, at: when, ...row }) => ({ ...row, at: when.toISOString(), actorName })),
      next: rows.length > input.limit && last ? encodeCursor({ sort: 'promoted', values: [last.exact, last.id] }) : null,
    };
  });
}
