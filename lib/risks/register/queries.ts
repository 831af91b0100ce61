/** One risk, with everything that its page shows. */
import { type Actor, can, scopeOf } from '#lib/access/policy.ts';
import type { DataClass, Exposure, Stage, Status } from '#lib/assets/rules.ts';
import { now } from '#lib/platform/clock.ts';
import { type Reader, read } from '#lib/platform/database.ts';
import { notFound } from '#lib/platform/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { explain } from '../scoring/explanation/rules.ts';
import { parseFacts } from '../scoring/facts/rules.ts';
import { getScoringCatalogue } from '../scoring/queries.ts';
import { type ScoringCatalogue, score, worksAt } from '../scoring/rules.ts';
import { type ListedRisk, names, rowColumns, toRow } from './list/sql.ts';
import type { Risk, RiskSafeguard } from './page/schema.ts';
import { reachableSeverity } from './policy.ts';

type Row = ListedRisk & {
  version: number;
  team_id: string;
  asset_stage: Stage;
  exposure: Exposure;
  data_class: DataClass;
  criticality: number;
  asset_status: Status;
  asset_owner: string | null;
  threat_summary: string;
  affects: string[];
  owner_id: string | null;
  set_likelihood: number | null;
  set_impact: number | null;
  set_reason: string | null;
  assessed_by: string | null;
  assessed_until: Date | null;
  target: number | null;
  notes: string;
  created_at: Date;
  facts: string | null;
};

/** A risk with its score opened to its parts. @throws AppError `not_found`, also for a risk of a team that the actor may not read. */
export async function getRisk(actor: Actor, id: string): Promise<Risk> {
  const at = now();
  return read(scopeOf(actor), async (reader) => {
    const [row] = await reader.rows<Row>(Prisma.sql`
      SELECT ${rowColumns}, r.version, r.team_id, a.stage AS asset_stage, a.exposure, a.data_class, a.criticality,
        a.status AS asset_status, a.owner_name AS asset_owner, t.summary AS threat_summary, t.affects, r.owner_id, r.set_likelihood, r.set_impact,
        r.set_reason, (SELECT name FROM users WHERE id = r.assessed_by) AS assessed_by, r.assessed_until, r.target, r.notes,
        r.created_at, (SELECT facts FROM scorings WHERE id = r.scoring_id) AS facts
      FROM risk_list r ${names} WHERE r.id = ${id}::uuid`);
    if (!row) throw notFound('risk');
    const catalogue = await getScoringCatalogue(reader);
    return {
      ...headOf(row, at),
      ...scoreOf(row, catalogue),
      matrix: [...catalogue.matrix],
      safeguards: await safeguardsOf(reader, row, catalogue),
      signals: await signalsOf(reader, row),
      may: mayOf(actor, row),
    };
  });
}

function mayOf(actor: Actor, row: Row): Risk['may'] {
  return { assess: row.applies && can(actor, 'risk.assess', { teamId: row.team_id, kind: row.kind }) };
}

const iso = (date: Date | null): string | null => date?.toISOString() ?? null;

function headOf(row: Row, at: Date) {
  const { assetId, assetName, assetKey, team, teamName, ownerName, ...listed } = toRow(row, at);
  return {
    ...listed,
    applies: row.applies,
    version: row.version,
    asset: {
      id: assetId,
      key: assetKey,
      name: assetName,
      stage: row.asset_stage,
      exposure: row.exposure,
      dataClass: row.data_class,
      criticality: row.criticality,
      status: row.asset_status,
      ownerName: row.asset_owner,
    },
    team: { id: row.team_id, key: team, name: teamName },
    threatSummary: row.threat_summary,
    affects: row.affects,
    owner: row.owner_id && ownerName !== null ? { id: row.owner_id, name: ownerName } : null,
    set: { likelihood: row.set_likelihood, impact: row.set_impact, reason: row.set_reason ?? '' },
    assessedByName: row.assessed_by,
    assessedUntil: iso(row.assessed_until),
    staleAt: iso(row.stale_at),
    target: row.target,
    notes: row.notes,
    acceptedSeverity: row.accepted_severity,
    createdAt: row.created_at.toISOString(),
  };
}

/** The score as it stands opened to its steps; nothing of it where the threat does not apply or is yet to be scored. */
function scoreOf(row: Row, catalogue: ScoringCatalogue): Pick<Risk, 'computed' | 'inherent' | 'residual' | 'steps' | 'reachable'> {
  if (row.facts === null || !catalogue.threats.has(row.threat))
    return { computed: null, inherent: null, residual: null, steps: [], reachable: null };
  const facts = parseFacts(row.facts);
  const scored = score(facts, catalogue);
  return {
    computed: { likelihood: scored.computedLikelihood, impact: scored.computedImpact },
    inherent: { likelihood: scored.likelihood, impact: scored.impact, severity: scored.severity },
    residual: { likelihood: scored.residualLikelihood, impact: scored.residualImpact, severity: scored.residualSeverity },
    steps: explain(facts, catalogue),
    reachable: reachableSeverity(facts, catalogue),
  };
}

type SafeguardRow = {
  id: string | null;
  control: string;
  name: string;
  state: RiskSafeguard['state'];
  reason: string | null;
  inherited: boolean;
  due_at: Date | null;
  implemented_at: Date | null;
  implemented_by: string | null;
  verified_at: Date | null;
  verified_by: string | null;
  evidence_until: Date | null;
  evidence_count: number;
};

/** Each control that reduces the threat at the stage, as it stands on the asset: those in place first, then what could still be planned. */
async function safeguardsOf(reader: Reader, row: Row, catalogue: ScoringCatalogue): Promise<RiskSafeguard[]> {
  const known = [...(catalogue.mitigations.get(row.threat) ?? [])].filter(([, mitigation]) => worksAt(mitigation, row.stage));
  const rows = await reader.rows<SafeguardRow>(Prisma.sql`
    SELECT s.id, c.key AS control, c.name, s.state, s.reason, s.inherited_from IS NOT NULL AS inherited, s.due_at, s.implemented_at,
      (SELECT name FROM users WHERE id = s.implemented_by) AS implemented_by, s.verified_at,
      (SELECT name FROM users WHERE id = s.verified_by) AS verified_by, s.evidence_until,
      (SELECT count(*)::int FROM evidence e WHERE e.safeguard_id = s.id AND e.removed_at IS NULL) AS evidence_count
    FROM controls c LEFT JOIN safeguards s ON s.control = c.key AND s.asset_id = ${row.asset_id}::uuid
    WHERE c.key = ANY (${known.map(([control]) => control)}::text[])
    ORDER BY array_position(ARRAY['verified', 'implemented', 'planned', 'not_applicable'], s.state), c.name`);
  const mitigations = new Map(known);
  return rows.map((each) => ({
    id: each.id,
    control: each.control,
    name: each.name,
    state: each.state,
    reduces: mitigations.get(each.control)?.reduces ?? 'likelihood',
    strength: mitigations.get(each.control)?.strength ?? 0,
    reason: each.reason,
    inherited: each.inherited,
    dueAt: iso(each.due_at),
    implementedAt: iso(each.implemented_at),
    implementedByName: each.implemented_by,
    verifiedAt: iso(each.verified_at),
    verifiedByName: each.verified_by,
    evidenceUntil: iso(each.evidence_until),
    evidenceCount: each.evidence_count,
  }));
}

/** Open signals over the asset that concern this threat, the gravest first. */
async function signalsOf(reader: Reader, row: Row): Promise<Risk['signals']> {
  const rows = await reader.rows<{
    id: string;
    title: string;
    severity: 'medium' | 'high' | 'critical';
    source: string;
    raised_at: Date;
  }>(Prisma.sql`
    SELECT id, title, severity, source, raised_at FROM signals
    WHERE asset_id = ${row.asset_id}::uuid AND cleared_at IS NULL AND (threat IS NULL OR threat = ${row.threat})
    ORDER BY array_position(ARRAY['critical', 'high', 'medium'], severity), raised_at, id LIMIT 50`);
  return rows.map(({ raised_at, ...signal }) => ({ ...signal, raisedAt: raised_at.toISOString() }));
}
