import { type Actor, can, scopeOf } from '#lib/access/policy.ts';
import type { Kind, Stage } from '#lib/assets/rules.ts';
import { now } from '#lib/platform/clock.ts';
import { type Reader, read } from '#lib/platform/database.ts';
import { notFound } from '#lib/platform/errors.ts';
import { withTheRight } from '#lib/risks/acceptances/sql.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { findPolicy } from '../policies/queries.ts';
import { contentOf, type Names, type Requirement, titleOf } from '../rules.ts';
import { conflictOf, hindranceToDecide, hindranceWords, mayRevoke, mayWithdraw, type Parties, refusalWords } from './policy.ts';
import { stateAt, type WaiverState } from './rules.ts';
import type { Deciders, Waiver } from './schema.ts';
import { joined, namesOf } from './sql.ts';

type Row = Names & {
  id: string;
  team_id: string;
  asset_id: string;
  asset_name: string;
  kind: Kind;
  team_name: string;
  stage: Stage;
  requirement: string;
  content: Requirement;
  status: WaiverState;
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
  owners: string[];
};

const columns = Prisma.sql`
  w.id, w.team_id, w.asset_id, a.name AS asset_name, a.kind, (SELECT name FROM teams WHERE id = w.team_id) AS team_name, w.stage, w.requirement, w.content,
  ${namesOf(Prisma.sql`w.content`)}, w.status, w.until, w.reason, w.requested_at, w.requested_by, (SELECT name FROM users WHERE id = w.requested_by) AS requester,
  w.decided_by, (SELECT name FROM users WHERE id = w.decided_by) AS decider, w.decided_at, w.note, w.ended_by,
  (SELECT name FROM users WHERE id = w.ended_by) AS ender, w.ended_at, w.ended_note, a.owner_id AS asset_owner, w.owners`;

/** Names of whoever is gone are not kept. */
const unnamed = 'Somebody';

/** One waiver, and who decides on it. @throws AppError `not_found`, also for one of a team that the actor may not read. */
export async function getWaiver(actor: Actor, id: string): Promise<Waiver> {
  const at = now();
  return read(scopeOf(actor), async (reader) => {
    const [row] = await reader.rows<Row>(Prisma.sql`SELECT ${columns} FROM ${joined} WHERE w.id = ${id}::uuid`);
    if (!row) throw notFound('waiver');
    const policy = await findPolicy(reader, row.kind, row.stage);
    const asks = policy?.requirements.find(({ key }) => key === row.requirement);
    const parties = { requestedBy: row.requested_by, assetOwnerId: row.asset_owner, ownersThen: row.owners };
    return {
      ...toWaiver(row, actor, parties, at),
      outdated: !asks || contentOf(asks) !== contentOf(row.content),
      deciders: await decidersOn(reader, row.team_id, parties),
    };
  });
}

function toWaiver(row: Row, actor: Actor, parties: Parties, at: Date): Omit<Waiver, 'outdated' | 'deciders'> {
  const status = stateAt(row, at);
  const place = { teamId: row.team_id, kind: row.kind };
  const hindrance = hindranceToDecide(actor, parties, place);
  const person = (id: string | null, name: string | null) => (id ? { id, name: name ?? unnamed } : null);
  return {
    id: row.id,
    assetId: row.asset_id,
    assetName: row.asset_name,
    kind: row.kind,
    teamName: row.team_name,
    stage: row.stage,
    requirement: row.requirement,
    title: titleOf(row.content, row),
    status,
    until: row.until.toISOString(),
    requestedAt: row.requested_at.toISOString(),
    requester: { id: row.requested_by, name: row.requester ?? unnamed },
    reason: row.reason,
    decider: person(row.decided_by, row.decider),
    decidedAt: row.decided_at?.toISOString() ?? null,
    note: row.note,
    ender: person(row.ended_by, row.ender),
    // What time has ended is so from that moment, also while nobody has written it down.
    endedAt: (row.ended_at ?? (status === 'ended' ? row.until : null))?.toISOString() ?? null,
    endedNote: row.ended_note,
    may: {
      decide: status === 'requested' && hindrance === null,
      withdraw: status === 'requested' && mayWithdraw(actor, parties) && can(actor, 'asset.promote', place),
      revoke: status === 'granted' && mayRevoke(actor, place),
    },
    hindrance: status === 'requested' && hindrance !== null && hindrance !== 'right' ? refusalWords[hindrance] : null,
  };
}

/** Named on the page. */
const decidersShown = 12;

async function decidersOn(reader: Reader, teamId: string, parties: Parties): Promise<Deciders> {
  const able = await reader.rows<{ id: string; name: string }>(withTheRight(teamId, 'waiver.decide'));
  const concerned = [parties.requestedBy, parties.assetOwnerId, ...parties.ownersThen].filter((id) => id !== null);
  const named = await reader.rows<{ id: string; name: string }>(
    Prisma.sql`SELECT id, name FROM users WHERE id = ANY (${concerned}::uuid[]) ORDER BY lower(name), id`,
  );
  const free = able.filter(({ id }) => conflictOf(id, parties) === null);
  const cannot = named.flatMap(({ id, name }) => {
    const why = conflictOf(id, parties);
    return why ? [{ id, name, why: hindranceWords[why] }] : [];
  });
  return { can: free.slice(0, decidersShown), cannot, more: free.length > decidersShown };
}
