import { type Actor, can, scopeOf } from '#lib/access/policy.ts';
import type { Kind, Status } from '#lib/assets/rules.ts';
import { read } from '#lib/platform/database.ts';
import { notFound } from '#lib/platform/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { SignalSeverity, SignalSource } from './rules.ts';
import type { AssetSignals, Signal } from './schema.ts';

type Row = {
  id: string;
  severity: SignalSeverity;
  threat: string | null;
  threat_name: string | null;
  source: SignalSource;
  title: string;
  detail: string;
  raised_by: string | null;
  raiser: string | null;
  raised_at: Date;
  cleared_by: string | null;
  clearer: string | null;
  cleared_at: Date | null;
  cleared_note: string | null;
  risks: number;
};

/** Older ones stand in the audit log. */
const clearedShown = 20;

/** The signals of an asset: what is open and what it does, and what was cleared. @throws AppError `not_found`. */
export async function getSignals(actor: Actor, assetId: string): Promise<AssetSignals> {
  return read(scopeOf(actor), async (reader) => {
    const [asset] = await reader.rows<{ team_id: string; kind: Kind; status: Status }>(
      Prisma.sql`SELECT a.team_id, a.kind, a.status FROM asset_list a WHERE a.id = ${assetId}::uuid`,
    );
    if (!asset) throw notFound('asset');
    const mayRaise = can(actor, 'signal.raise', { teamId: asset.team_id, kind: asset.kind });
    const found = (which: Prisma.Sql) =>
      reader.rows<Row>(Prisma.sql`
        SELECT s.id, s.severity, s.threat, (SELECT name FROM threats WHERE key = s.threat) AS threat_name, s.source, s.title, s.detail, s.raised_by,
          (SELECT name FROM users WHERE id = s.raised_by) AS raiser, s.raised_at, s.cleared_by, (SELECT name FROM users WHERE id = s.cleared_by) AS clearer,
          s.cleared_at, s.cleared_note,
          (SELECT count(*)::int FROM risks r WHERE r.asset_id = s.asset_id AND r.applies AND (s.threat IS NULL OR r.threat = s.threat)) AS risks
        FROM signals s WHERE s.asset_id = ${assetId}::uuid AND ${which}`);
    const open = await found(
      Prisma.sql`s.cleared_at IS NULL ORDER BY array_position(ARRAY['critical', 'high', 'medium'], s.severity), s.raised_at DESC, s.id LIMIT 200`,
    );
    const cleared = await found(Prisma.sql`s.cleared_at IS NOT NULL ORDER BY s.cleared_at DESC, s.id LIMIT ${clearedShown}`);
    const threats = await reader.rows<{ key: string; name: string }>(Prisma.sql`
      SELECT t.key, t.name FROM threats t WHERE t.key IN (SELECT r.threat FROM risks r WHERE r.asset_id = ${assetId}::uuid AND r.applies) ORDER BY lower(t.name), t.key`);
    return {
      assetId,
      open: open.map((row) => toSignal(row, mayRaise)),
      cleared: cleared.map((row) => toSignal(row, mayRaise)),
      threats,
      mayRaise: mayRaise && asset.status === 'active',
    };
  });
}

const person = (id: string | null, name: string | null) => (id && name ? { id, name } : null);

const toSignal = (row: Row, mayRaise: boolean): Signal => ({
  id: row.id,
  severity: row.severity,
  threat: row.threat ? { key: row.threat, name: row.threat_name ?? row.threat } : null,
  source: row.source,
  title: row.title,
  detail: row.detail,
  raisedBy: person(row.raised_by, row.raiser),
  raisedAt: row.raised_at.toISOString(),
  clearedBy: person(row.cleared_by, row.clearer),
  clearedAt: row.cleared_at?.toISOString() ?? null,
  clearedNote: row.cleared_note,
  risks: row.risks,
  mayClear: mayRaise && row.source === 'hand' && row.cleared_at === null,
});
