import { type Actor, can, scopeOf } from '#lib/access/policy.ts';
import type { Kind, Stage } from '#lib/assets/rules.ts';
import { now } from '#lib/platform/clock.ts';
import { type Reader, read } from '#lib/platform/database.ts';
import { notFound } from '#lib/platform/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { conflictOf, hindranceToDecide, hindranceWords, mayRevoke, mayWithdraw, type Parties, refusalWords } from './policy.ts';
import { type AcceptanceState, covers, hindranceToRequest, severityWord, stateAt } from './rules.ts';
import type { Acceptance, Deciders, RiskAcceptances } from './schema.ts';
import { joined, withTheRight } from './sql.ts';

type Row = {
  id: string;
  team_id: string;
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
  reason: string;
  requested_at: Date;
  requested_by: string;
  requester: string | null;
  decided_by: string | null;
  decider: string | null;
  decided_at: Date | null;
  note: string | null;
  ended_by: string | null;
  ender: string | null;
  ended_at: Date | null;
  ended_note: string | null;
  asset_owner: string | null;
  risk_owner: string | null;
  owners: string[];
};

const columns = Prisma.sql`
  c.id, c.team_id, c.risk_id, c.asset_id, a.name AS asset_name, a.kind, (SELECT name FROM teams WHERE id = c.team_id) AS team_name,
  t.name AS threat_name, r.stage, c.status, c.severity, r.severity AS risk_severity, c.until, c.reason, c.requested_at, c.requested_by,
  (SELECT name FROM users WHERE id = c.requested_by) AS requester, c.decided_by, (SELECT name FROM users WHERE id = c.decided_by) AS decider,
  c.decided_at, c.note, c.ended_by, (SELECT name FROM users WHERE id = c.ended_by) AS ender, c.ended_at, c.ended_note,
  a.owner_id AS asset_owner, r.owner_id AS risk_owner, c.owners`;

/** Names of whoever is gone are not kept. */
const unnamed = 'Somebody';

const partiesOf = (row: Row): Parties => ({
  requestedBy: row.requested_by,
  assetOwnerId: row.asset_owner,
  riskOwnerId: row.risk_owner,
  ownersThen: row.owners,
});

function toAcceptance(row: Row, actor: Actor, at: Date): Acceptance {
  const status = stateAt(row, at);
  const place = { teamId: row.team_id, kind: row.kind };
  const hindrance = hindranceToDecide(actor, partiesOf(row), place);
  const person = (id: string | null, name: string | null) => (id ? { id, name: name ?? unnamed } : null);
  return {
    id: row.id,
    riskId: row.risk_id,
    assetId: row.asset_id,
    assetName: row.asset_name,
    kind: row.kind,
    teamName: row.team_name,
    threatName: row.threat_name,
    stage: row.stage,
    status,
    severity: severityWord(row.severity),
    riskSeverity: row.risk_severity > 0 ? severityWord(row.risk_severity) : null,
    until: row.until.toISOString(),
    reason: row.reason,
    requestedAt: row.requested_at.toISOString(),
    requester: { id: row.requested_by, name: row.requester ?? unnamed },
    decider: person(row.decided_by, row.decider),
    decidedAt: row.decided_at?.toISOString() ?? null,
    note: row.note,
    ender: person(row.ended_by, row.ender),
    // What time has ended is so from that moment, also while nobody has written it down.
    endedAt: (row.ended_at ?? (status === 'ended' ? row.until : null))?.toISOString() ?? null,
    endedNote: row.ended_note,
    exceeded: status === 'granted' && !covers(row.severity, row.risk_severity),
    may: {
      decide: status === 'requested' && hindrance === null,
      withdraw: status === 'requested' && mayWithdraw(actor, partiesOf(row)) && can(actor, 'risk.assess', place),
      revoke: status === 'granted' && mayRevoke(actor, place),
    },
    hindrance: status === 'requested' && hindrance !== null && hindrance !== 'right' ? refusalWords[hindrance] : null,
  };
}

/** One acceptance, and who decides on it. @throws AppError `not_found`, also for one of a team that the actor may not read. */
export async function getAcceptance(actor: Actor, id: string): Promise<Acceptance & { deciders: Deciders }> {
  return read(scopeOf(actor), async (reader) => {
    const [row] = await reader.rows<Row>(Prisma.sql`SELECT ${columns} FROM ${joined} WHERE c.id = ${id}::uuid`);
    if (!row) throw notFound('acceptance');
    return { ...toAcceptance(row, actor, now()), deciders: await decidersOn(reader, row.team_id, partiesOf(row)) };
  });
}

type RiskRow = {
  team_id: string;
  kind: Kind;
  applies: boolean;
  assessed: boolean;
  current: boolean;
  severity: number;
  retired: boolean;
  asset_owner: string | null;
  risk_owner: string | null;
};

/** Older ones stand in the list of acceptances. */
const pastShown = 20;

/** All that a risk's page shows of its acceptance. @throws AppError `not_found`. */
export async function getAcceptancesOf(actor: Actor, riskId: string): Promise<RiskAcceptances> {
  const at = now();
  return read(scopeOf(actor), async (reader) => {
    const [risk] = await reader.rows<RiskRow>(Prisma.sql`
      SELECT r.team_id, r.kind, r.applies, r.assessed_at IS NOT NULL AS assessed, r.assessed_until > ${at} IS TRUE AS current, r.severity,
        a.status = 'retired' AS retired, a.owner_id AS asset_owner, r.owner_id AS risk_owner
      FROM risks r JOIN asset_list a ON a.id = r.asset_id WHERE r.id = ${riskId}::uuid`);
    if (!risk) throw notFound('risk');
    const rows = await reader.rows<Row>(Prisma.sql`
      SELECT ${columns} FROM ${joined} WHERE c.risk_id = ${riskId}::uuid ORDER BY c.requested_at DESC, c.id DESC LIMIT ${pastShown + 2}`);
    const all = rows.map((row) => toAcceptance(row, actor, at));
    const requested = all.find(({ status }) => status === 'requested') ?? null;
    const allowed = can(actor, 'risk.assess', { teamId: risk.team_id, kind: risk.kind });
    const hindrance = hindranceToRequest({ ...risk, waiting: requested !== null });
    const parties = {
      requestedBy: requested?.requester.id ?? actor.id,
      assetOwnerId: risk.asset_owner,
      riskOwnerId: risk.risk_owner,
      ownersThen: rows.find(({ id }) => id === requested?.id)?.owners ?? [],
    };
    return {
      riskId,
      granted: all.find(({ status }) => status === 'granted') ?? null,
      requested,
      deciders: await decidersOn(reader, risk.team_id, parties),
      past: all.filter(({ status }) => status !== 'granted' && status !== 'requested').slice(0, pastShown),
      mayRequest: allowed && hindrance === null,
      hindrance: allowed ? hindrance : null,
    };
  });
}

/** Named on the panel. */
const decidersShown = 12;

async function decidersOn(reader: Reader, teamId: string, parties: Parties): Promise<Deciders> {
  const able = await reader.rows<{ id: string; name: string }>(withTheRight(teamId));
  const { requestedBy, assetOwnerId, riskOwnerId, ownersThen } = parties;
  const concerned = [requestedBy, assetOwnerId, riskOwnerId, ...ownersThen].filter((id) => id !== null);
  const named = await reader.rows<{ id: string; name: string }>(
    Prisma.sql`SELECT id, name FROM users WHERE id = ANY (${concerned}::uuid[]) ORDER BY lower(name), id`,
  );
  const can = able.filter(({ id }) => conflictOf(id, parties) === null);
  const cannot = named.flatMap(({ id, name }) => {
    const why = conflictOf(id, parties);
    return why ? [{ id, name, why: hindranceWords[why] }] : [];
  });
  return { can: can.slice(0, decidersShown), cannot, more: can.length > decidersShown };
}
