/** The list's SQL in one place: its conditions, its columns, and a row as it is answered. */
import { type Actor, teamsWith } from '#lib/access/policy.ts';
import type { Kind, Stage } from '#lib/assets/rules.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type AcceptanceFacet, type AcceptanceState, aheadOf, severityWord, severityWords } from '../rules.ts';
import type { AcceptanceFilter, AcceptanceRow } from '../schema.ts';
import { decidableBy, stateSql } from '../sql.ts';

export const all = (parts: readonly Prisma.Sql[]): Prisma.Sql => Prisma.join([...parts], ' AND ');

/**
 * The conditions of a filter over `joined`. @param without a facet whose own filter is left out, because its counts are about the other values
 */
export function conditions(actor: Actor, filter: AcceptanceFilter, at: Date, without?: AcceptanceFacet): Prisma.Sql[] {
  const teams = teamsWith(actor, 'asset.read');
  const parts = [teams === 'every' ? Prisma.sql`true` : Prisma.sql`c.team_id = ANY (${teams}::uuid[])`];
  const any = (facet: AcceptanceFacet, column: Prisma.Sql, values: readonly (string | number)[] | undefined) => {
    if (values?.length && facet !== without) parts.push(Prisma.sql`${column} = ANY (${values})`);
  };
  any('status', stateSql(at), filter.status);
  any('kind', Prisma.sql`a.kind`, filter.kind);
  any('stage', Prisma.sql`r.stage`, filter.stage);
  any(
    'severity',
    Prisma.sql`c.severity`,
    filter.severity?.map((word) => severityWords.indexOf(word)),
  );
  if (filter.team?.length && without !== 'team')
    parts.push(Prisma.sql`c.team_id IN (SELECT id FROM teams WHERE key = ANY (${filter.team}))`);
  if (filter.requester?.length && without !== 'requester') parts.push(Prisma.sql`c.requested_by = ANY (${filter.requester}::uuid[])`);
  if (filter.decide?.length && without !== 'decide') parts.push(decidableBy(actor, at));
  if (filter.asset?.length && without !== 'asset') parts.push(Prisma.sql`c.asset_id = ANY (${filter.asset}::uuid[])`);
  // What has ended ends no more.
  if (filter.until)
    parts.push(Prisma.sql`c.until > ${at} AND c.until <= ${aheadOf(filter.until, at)} AND c.status IN ('requested', 'granted')`);
  for (const word of filter.q?.toLowerCase().split(/\s+/) ?? [])
    if (word)
      parts.push(
        Prisma.sql`(strpos(lower(a.name), ${word}) > 0 OR strpos(lower(t.name), ${word}) > 0 OR strpos(lower(c.reason), ${word}) > 0)`,
      );
  return parts;
}

export type ListedAcceptance = {
  id: string;
  risk_id: string;
  asset_id: string;
  asset_name: string;
  kind: Kind;
  team_name: string;
  threat_name: string;
  stage: Stage;
  status: AcceptanceState;
  severity: number;
  risk_severity: number;
  until: Date;
  requested_at: Date;
  requester: string | null;
  decider: string | null;
  reason: string;
  note: string | null;
  may_decide: boolean;
};

export const rowColumns = (actor: Actor, at: Date) => Prisma.sql`
  c.id, c.risk_id, c.asset_id, a.name AS asset_name, a.kind, (SELECT name FROM teams WHERE id = c.team_id) AS team_name, t.name AS threat_name, r.stage,
  ${stateSql(at)} AS status, c.severity, r.severity AS risk_severity, c.until, c.requested_at, c.reason, c.note,
  (SELECT name FROM users WHERE id = c.requested_by) AS requester, (SELECT name FROM users WHERE id = c.decided_by) AS decider,
  ${decidableBy(actor, at)} AS may_decide`;

export const toRow = (row: ListedAcceptance): AcceptanceRow => ({
  id: row.id,
  riskId: row.risk_id,
  assetId: row.asset_id,
  assetName: row.asset_name,
  kind: row.kind,
  teamName: row.team_name,
  threatName: row.threat_name,
  stage: row.stage,
  status: row.status,
  severity: severityWord(row.severity),
  riskSeverity: row.risk_severity > 0 ? severityWord(row.risk_severity) : null,
  until: row.until.toISOString(),
  requestedAt: row.requested_at.toISOString(),
  requesterName: row.requester ?? 'Somebody',
  mayDecide: row.may_decide,
});
