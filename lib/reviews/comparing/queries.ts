/** What changed since the last approval of the same subject. */
import { type Actor, scopeOf } from '#lib/access/policy.ts';
import {
  type DataClass,
  dataClassLabels,
  type Exposure,
  exposureLabels,
  type Level,
  levels,
  type Stage,
  stageLabels,
} from '#lib/assets/rules.ts';
import { compareVersions } from '#lib/assets/versions/compare/queries.ts';
import { type Reader, read } from '#lib/platform/database.ts';
import { notFound } from '#lib/platform/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { SinceApproval } from './schema.ts';

type Governed = { stage?: Stage; exposure?: Exposure; dataClass?: DataClass };
type Row = {
  asset_id: string | null;
  version_id: string | null;
  base_version_id: string | null;
  stage: Stage;
  exposure: Exposure;
  data_class: DataClass;
};
type Approved = {
  review_id: string;
  title: string;
  approved_at: Date;
  version_id: string | null;
  label: string | null;
  governed: Governed;
  upstream: { version: string; digest: string | null }[];
};

/** @throws AppError `not_found` */
export async function sinceApproval(actor: Actor, id: string): Promise<SinceApproval> {
  const found = await read(scopeOf(actor), async (reader) => {
    const [row] = await reader.rows<Row>(Prisma.sql`
      SELECT r.asset_id, r.version_id, r.base_version_id, a.stage, a.exposure, a.data_class
      FROM review_list r LEFT JOIN asset_list a ON a.id = r.asset_id WHERE r.id = ${id}::uuid`);
    if (!row) throw notFound('review');
    const previous = row.asset_id ? await lastApproval(reader, id) : undefined;
    return {
      row,
      previous,
      fields: previous ? fieldsOf(previous.governed, row) : [],
      upstream: previous && row.version_id ? await upstreamOf(reader, previous.upstream, row.version_id) : [],
      risks: row.asset_id && previous ? await risksSince(reader, row.asset_id, previous.approved_at) : { opened: [], closed: [] },
    };
  });
  const { row, previous } = found;
  const from = row.base_version_id ?? previous?.version_id ?? null;
  const versions = from && row.version_id && from !== row.version_id ? await compareVersions(actor, { from, to: row.version_id }) : null;
  return {
    previous: previous
      ? {
          ...{ reviewId: previous.review_id, title: previous.title, approvedAt: previous.approved_at.toISOString() },
          ...{ versionId: previous.version_id, versionLabel: previous.label },
        }
      : null,
    fields: found.fields,
    versions,
    upstream: found.upstream,
    risks: found.risks,
  };
}

/** Of the same asset and stage, by a template about the same; by another review. */
async function lastApproval(reader: Reader, id: string): Promise<Approved | undefined> {
  const [approved] = await reader.rows<Approved>(Prisma.sql`
    SELECT p.review_id, e.title, p.approved_at, p.version_id, v.label, p.governed, p.upstream
    FROM reviews r JOIN approvals p ON p.asset_id = r.asset_id AND p.review_id <> r.id AND p.stage IS NOT DISTINCT FROM r.stage AND p.approved_at <= coalesce(r.decided_at, now())
    JOIN reviews e ON e.id = p.review_id LEFT JOIN asset_versions v ON v.id = p.version_id
    WHERE r.id = ${id}::uuid ORDER BY (e.template = r.template) DESC, p.approved_at DESC, p.id DESC LIMIT 1`);
  return approved;
}

function fieldsOf(then: Governed, { stage, exposure, data_class }: Row): SinceApproval['fields'] {
  const fields = [
    { field: 'stage', label: 'Stage', from: then.stage && stageLabels[then.stage], to: stageLabels[stage] },
    { field: 'exposure', label: 'Exposure', from: then.exposure && exposureLabels[then.exposure], to: exposureLabels[exposure] },
    { field: 'dataClass', label: 'Data class', from: then.dataClass && dataClassLabels[then.dataClass], to: dataClassLabels[data_class] },
  ];
  return fields.flatMap(({ from = null, ...rest }) => (from === rest.to ? [] : [{ ...rest, from }]));
}

type Upstream = {
  version_id: string;
  name: string;
  label: string;
  digest: string | null;
  was: string | null;
  before: boolean;
  after: boolean;
};

/** What the reader may see of what it came from then and comes from now, where the two differ. */
async function upstreamOf(reader: Reader, then: Approved['upstream'], versionId: string): Promise<SinceApproval['upstream']> {
  const rows = await reader.rows<Upstream>(Prisma.sql`
    WITH before AS (SELECT (e ->> 'version')::uuid AS id, e ->> 'digest' AS digest FROM jsonb_array_elements(${JSON.stringify(then)}::jsonb) e),
    after AS (SELECT u.version_id AS id, u.digest FROM approval_upstream(${versionId}::uuid) u)
    SELECT v.id AS version_id, a.name, v.label, f.digest, b.digest AS was, b.id IS NOT NULL AS before, f.id IS NOT NULL AS after
    FROM before b FULL JOIN after f ON f.id = b.id JOIN asset_versions v ON v.id = coalesce(b.id, f.id) JOIN asset_list a ON a.id = v.asset_id
    WHERE b.id IS NULL OR f.id IS NULL OR b.digest IS DISTINCT FROM f.digest ORDER BY lower(a.name), v.label, v.id LIMIT 200`);
  return rows.map(({ version_id, name, label, before, after }) => ({
    ...{ versionId: version_id, assetName: name, label },
    change: !before ? 'added' : !after ? 'removed' : 'changed',
  }));
}

type RiskRow = { id: string; threat: string; stage: Stage; level: number; at: Date; opened: boolean };

/** Risks that crossed the line between what needs nothing done and what does, by their history since then. */
async function risksSince(reader: Reader, assetId: string, since: Date): Promise<SinceApproval['risks']> {
  const open = levels.indexOf('unassessed');
  const rows = await reader.rows<RiskRow>(Prisma.sql`
    SELECT r.id, t.name AS threat, r.stage, r.level, c.at, r.level >= ${open} AS opened
    FROM risks r JOIN threats t ON t.key = r.threat
    CROSS JOIN LATERAL (SELECT level_before FROM risk_changes c WHERE c.risk_id = r.id AND c.at > ${since} ORDER BY c.at, c.id LIMIT 1) first
    CROSS JOIN LATERAL (SELECT at FROM risk_changes c WHERE c.risk_id = r.id AND c.at > ${since} ORDER BY c.at DESC, c.id DESC LIMIT 1) c
    WHERE r.asset_id = ${assetId}::uuid AND (first.level_before >= ${open}) <> (r.level >= ${open})
    ORDER BY r.level DESC, lower(t.name), r.id LIMIT 200`);
  const told = rows.map(({ id, threat, stage, level, at, opened }) => ({
    opened,
    risk: { id, threatName: threat, stage, level: (levels[level] ?? 'unassessed') as Level, at: at.toISOString() },
  }));
  return {
    opened: told.flatMap(({ opened, risk }) => (opened ? [risk] : [])),
    closed: told.flatMap(({ opened, risk }) => (opened ? [] : [risk])),
  };
}
