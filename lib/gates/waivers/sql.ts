/** The SQL that queries about waivers share: the list's conditions, columns and rows. */
import { type Actor, teamsWith } from '#lib/access/policy.ts';
import type { Kind, Stage } from '#lib/assets/rules.ts';
import { aheadOf } from '#lib/risks/acceptances/rules.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type Names, type Requirement, titleOf } from '../rules.ts';
import type { WaiverFacet, WaiverState } from './rules.ts';
import type { WaiverFilter, WaiverRow } from './schema.ts';

/** A waiver with its asset as the reader may see it. */
export const joined = Prisma.sql`waivers w JOIN asset_list a ON a.id = w.asset_id`;

/** How a waiver stands at a moment, as rules' `stateAt` says. */
export const stateSql = (at: Date) =>
  Prisma.sql`(CASE WHEN w.status IN ('requested', 'granted') AND w.until <= ${at} THEN 'ended' ELSE w.status END)`;

/** Does it wait for a decision that this actor may take? As policy's `hindranceToDecide` says. */
export function decidableBy(actor: Actor, at: Date): Prisma.Sql {
  const teams = teamsWith(actor, 'waiver.decide');
  const there = teams === 'every' ? Prisma.sql`true` : Prisma.sql`w.team_id = ANY (${teams}::uuid[])`;
  const me = Prisma.sql`${actor.id}::uuid`;
  return Prisma.sql`(w.status = 'requested' AND w.until > ${at} AND ${there} AND w.requested_by <> ${me}
    AND a.owner_id IS DISTINCT FROM ${me} AND ${me} <> ALL (w.owners))`;
}

/** Names of what a requirement `content` speaks of by key. */
export const namesOf = (content: Prisma.Sql) => Prisma.sql`
  (SELECT coalesce(json_object_agg(c.key, c.name), '{}') FROM controls c WHERE c.key IN (SELECT jsonb_path_query(${content}, '$.controls[*]') #>> '{}')) AS controls,
  (SELECT coalesce(json_object_agg(t.key, n.content ->> 'name'), '{}') FROM review_templates t JOIN review_template_versions n ON n.template = t.key AND n.number = t.current
    WHERE t.key IN (SELECT jsonb_path_query(${content}, '$.templates[*]') #>> '{}')) AS templates`;

export const all = (parts: readonly Prisma.Sql[]): Prisma.Sql => Prisma.join([...parts], ' AND ');

/** The conditions of a filter over `joined`. @param without a facet whose own filter is left out, because its counts are about the other values */
export function conditions(actor: Actor, filter: WaiverFilter, at: Date, without?: WaiverFacet): Prisma.Sql[] {
  const teams = teamsWith(actor, 'asset.read');
  const parts = [teams === 'every' ? Prisma.sql`true` : Prisma.sql`w.team_id = ANY (${teams}::uuid[])`];
  const any = (facet: WaiverFacet, column: Prisma.Sql, values: readonly string[] | undefined, type = 'text') => {
    if (values?.length && facet !== without) parts.push(Prisma.sql`${column} = ANY (${values}::${Prisma.raw(type)}[])`);
  };
  any('status', stateSql(at), filter.status);
  any('kind', Prisma.sql`a.kind`, filter.kind);
  any('stage', Prisma.sql`w.stage`, filter.stage);
  any('type', Prisma.sql`w.content ->> 'type'`, filter.type);
  any('requester', Prisma.sql`w.requested_by`, filter.requester, 'uuid');
  any('asset', Prisma.sql`w.asset_id`, filter.asset, 'uuid');
  if (filter.team?.length && without !== 'team')
    parts.push(Prisma.sql`w.team_id IN (SELECT id FROM teams WHERE key = ANY (${filter.team}))`);
  if (filter.decide?.length && without !== 'decide') parts.push(decidableBy(actor, at));
  // What has ended ends no more.
  if (filter.until)
    parts.push(Prisma.sql`w.until > ${at} AND w.until <= ${aheadOf(filter.until, at)} AND w.status IN ('requested', 'granted')`);
  for (const word of filter.q?.toLowerCase().split(/\s+/) ?? [])
    if (word) parts.push(Prisma.sql`(strpos(lower(a.name), ${word}) > 0 OR strpos(lower(w.reason), ${word}) > 0)`);
  return parts;
}

export type ListedWaiver = {
  id: string;
  asset_id: string;
  asset_name: string;
  kind: Kind;
  team_name: string;
  stage: Stage;
  content: Requirement;
  status: WaiverState;
  until: Date;
  requested_at: Date;
  requester: string | null;
  may_decide: boolean;
} & Names;

export const rowColumns = (actor: Actor, at: Date) => Prisma.sql`
  w.id, w.asset_id, a.name AS asset_name, a.kind, (SELECT name FROM teams WHERE id = w.team_id) AS team_name, w.stage, w.content, ${namesOf(Prisma.sql`w.content`)},
  ${stateSql(at)} AS status, w.until, w.requested_at, (SELECT name FROM users WHERE id = w.requested_by) AS requester, ${decidableBy(actor, at)} AS may_decide`;

export const toRow = (row: ListedWaiver): WaiverRow => ({
  id: row.id,
  assetId: row.asset_id,
  assetName: row.asset_name,
  kind: row.kind,
  teamName: row.team_name,
  stage: row.stage,
  title: titleOf(row.content, row),
  status: row.status,
  until: row.until.toISOString(),
  requestedAt: row.requested_at.toISOString(),
  requesterName: row.requester ?? 'Somebody',
  mayDecide: row.may_decide,
});
