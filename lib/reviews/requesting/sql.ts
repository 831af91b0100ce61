/** How what a review could be about is found, many at once. */
import type { Kind, Stage } from '#lib/assets/rules.ts';
import type { Reader } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { Subject } from '../rules.ts';
import type { Concerned } from '../sql.ts';
import type { Target } from './rules.ts';
import type { ReviewSubject } from './schema.ts';

/** What is asked about, by ids; a version left out is the newest. */
export type Ref = {
  assetId?: string;
  versionId?: string | undefined;
  baseVersionId?: string;
  stage?: Stage | undefined;
  acceptanceId?: string;
  personId?: string;
  teamId?: string;
};

export function refOf(about: ReviewSubject): Ref {
  const { subject: _, ...ref } = about;
  return ref;
}

type Row = {
  at: number;
  team_id: string;
  team_name: string;
  asset_id: string | null;
  kind: Kind | null;
  name: string;
  retired: boolean;
  asset_stage: Stage | null;
  stage: Stage | null;
  version_id: string | null;
  version_label: string | null;
  base_version_id: string | null;
  base_label: string | null;
  acceptance_id: string | null;
  acceptance_status: string | null;
  person_id: string | null;
  member: boolean;
  waiting: boolean;
  owner_id: string | null;
  owner_teams: string[];
  registered_by: string | null;
  acceptance_requester: string | null;
  risk_owner: string | null;
  implementers: string[];
};

export type Found = { target: Target; concerned: Omit<Concerned, 'requestedBy'>; ownerTeams: string[] };

/** Of the template: what it asks about is by which controls. */
type Asked = { key: string; number: number; subject: Subject; content: { items: readonly { control: string | null }[] } };

/** Of those asked about, what the reader may see, in their order. */
export async function targetsOf(reader: Reader, refs: readonly Ref[], template: Asked): Promise<Found[]> {
  const wanted = refs.map((ref, at) => ({
    ...{ at, asset: ref.assetId ?? null, version: ref.versionId ?? null, base: ref.baseVersionId ?? null, stage: ref.stage ?? null },
    ...{ acceptance: ref.acceptanceId ?? null, person: ref.personId ?? null, team: ref.teamId ?? null },
  }));
  const found = template.subject === 'access' ? ofPeople(template) : ofAssets(template);
  const rows = await reader.rows<Row>(Prisma.sql`
    WITH wanted AS MATERIALIZED (SELECT * FROM jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb)
      AS w(at int, asset uuid, version uuid, base uuid, stage text, acceptance uuid, person uuid, team uuid))
    ${found} ORDER BY w.at`);
  return rows.map(toFound);
}

const ofPeople = ({ key }: { key: string }) => Prisma.sql`
  SELECT w.at, o.id AS team_id, o.name AS team_name, NULL::uuid AS asset_id, NULL::text AS kind, u.name, false AS retired, NULL::text AS asset_stage, NULL::text AS stage,
    NULL::uuid AS version_id, NULL::text AS version_label, NULL::uuid AS base_version_id, NULL::text AS base_label, NULL::uuid AS acceptance_id,
    NULL::text AS acceptance_status, u.id AS person_id,
    EXISTS (SELECT FROM memberships m WHERE m.team_id = o.id AND m.user_id = u.id AND (m.expires_at IS NULL OR m.expires_at > now())) AS member,
    EXISTS (SELECT FROM reviews r WHERE r.person_id = u.id AND r.team_id = o.id AND r.template = ${key} AND r.status IN ('open', 'changes')) AS waiting,
    NULL::uuid AS owner_id, '{}'::uuid[] AS owner_teams, NULL::uuid AS registered_by, NULL::uuid AS acceptance_requester, NULL::uuid AS risk_owner, '{}'::uuid[] AS implementers
  FROM wanted w JOIN teams o ON o.id = w.team JOIN users u ON u.id = w.person`;

/** Acceptances too: they are about an asset. */
const ofAssets = ({ key, subject, content }: Asked) => {
  const controls = [...new Set(content.items.flatMap(({ control }) => control ?? []))];
  return Prisma.sql`
  SELECT w.at, a.team_id, o.name AS team_name, a.id AS asset_id, a.kind,
    CASE WHEN c.id IS NULL THEN a.name ELSE h.name || ' · ' || a.name END AS name, a.status = 'retired' AS retired, a.stage AS asset_stage, w.stage,
    v.id AS version_id, v.label AS version_label, b.id AS base_version_id, b.label AS base_label, c.id AS acceptance_id,
    CASE WHEN c.status IN ('requested', 'granted') AND c.until <= now() THEN 'ended' ELSE c.status END AS acceptance_status, NULL::uuid AS person_id, false AS member,
    EXISTS (SELECT FROM reviews r WHERE r.asset_id = a.id AND r.template = ${key} AND r.status IN ('open', 'changes')
      AND r.version_id IS NOT DISTINCT FROM v.id AND r.base_version_id IS NOT DISTINCT FROM b.id AND r.stage IS NOT DISTINCT FROM w.stage
      AND r.acceptance_id IS NOT DISTINCT FROM c.id) AS waiting,
    a.owner_id, ARRAY(SELECT m.team_id FROM memberships m WHERE m.user_id = a.owner_id) AS owner_teams, v.registered_by,
    c.requested_by AS acceptance_requester, k.owner_id AS risk_owner, ARRAY(SELECT DISTINCT s.implemented_by FROM safeguards s
      WHERE s.asset_id = a.id AND s.control = ANY (${controls}) AND s.implemented_by IS NOT NULL) AS implementers
  FROM wanted w LEFT JOIN acceptances c ON c.id = w.acceptance LEFT JOIN risks k ON k.id = c.risk_id LEFT JOIN threats h ON h.key = k.threat
  JOIN asset_list a ON a.id = coalesce(w.asset, c.asset_id) JOIN teams o ON o.id = a.team_id
  LEFT JOIN LATERAL (SELECT x.id, x.label, x.registered_by FROM asset_versions x
    WHERE x.asset_id = a.id AND ${subject !== 'acceptance'} AND (w.version IS NULL OR x.id = w.version) ORDER BY x.registered_at DESC, x.id DESC LIMIT 1) v ON true
  LEFT JOIN asset_versions b ON b.id = w.base AND b.asset_id = a.id`;
};

const toFound = (row: Row): Found => ({
  target: {
    ...{
      at: row.at,
      teamId: row.team_id,
      teamName: row.team_name,
      assetId: row.asset_id,
      kind: row.kind,
      name: row.name,
      retired: row.retired,
    },
    ...{ assetStage: row.asset_stage, stage: row.stage, versionId: row.version_id, versionLabel: row.version_label },
    ...{
      baseVersionId: row.base_version_id,
      baseLabel: row.base_label,
      acceptanceId: row.acceptance_id,
      acceptanceStatus: row.acceptance_status,
    },
    ...{ personId: row.person_id, member: row.member, waiting: row.waiting },
  },
  concerned: {
    ...{ personId: row.person_id, ownerId: row.owner_id, registeredBy: row.registered_by, implementers: row.implementers },
    ...{ acceptanceRequesterId: row.acceptance_requester, riskOwnerId: row.risk_owner },
    ownersThen: [row.owner_id, row.risk_owner].filter((id) => id !== null),
  },
  ownerTeams: row.owner_teams,
});
