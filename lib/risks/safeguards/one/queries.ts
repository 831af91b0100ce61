/** One safeguard with everything that its page shows. */
import { activityOf } from '#lib/access/audit/queries.ts';
import { builtInRoles } from '#lib/access/permissions.ts';
import { type Actor, scopeOf } from '#lib/access/policy.ts';
import type { Kind } from '#lib/assets/rules.ts';
import { now } from '#lib/platform/clock.ts';
import { type Reader, read } from '#lib/platform/database.ts';
import { notFound } from '#lib/platform/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { reducedBy, risksOfAsset } from '../effects/queries.ts';
import { isCurrent, verifiedPieces } from '../evidence/rules.ts';
import { namesOfSources, sourceOf, sourcesFor } from '../inheritance/queries.ts';
import { holdsVerifying, mayEdit, whyNotVerify } from '../policy.ts';
import { isUntouched, type SafeguardState, type Standing } from '../rules.ts';
import type { Activity, Effect, Evidence, Safeguard } from '../schema.ts';
import { keepersOf } from '../standing/queries.ts';

type Row = {
  id: string;
  version: number;
  control: string;
  control_name: string;
  summary: string;
  control_evidence: string;
  enabled: boolean;
  team_id: string;
  team_name: string;
  asset_id: string | null;
  asset_name: string | null;
  kind: Kind | null;
  asset_status: string | null;
  archived: boolean;
  state: SafeguardState;
  reason: string | null;
  notes: string;
  inherited_from: string | null;
  due_at: Date | null;
  evidence_until: Date | null;
  created_at: Date;
  owner_id: string | null;
  implemented_by: string | null;
  implemented_at: Date | null;
  verified_by: string | null;
  verified_at: Date | null;
  heirs: number;
};

/** @throws AppError `not_found`, also for one of a team that the actor may not read. */
export async function getSafeguard(actor: Actor, id: string): Promise<Safeguard> {
  return read(scopeOf(actor), async (reader) => {
    const row = await rowOf(reader, id);
    const pieces = await piecesOf(reader, id);
    const people = await peopleOf(reader, row, pieces);
    const names = await namesOfSources(reader, row.inherited_from ? [row.inherited_from] : []);
    const at = now();
    const target = { teamId: row.team_id, kind: row.kind };
    const keepers = await keepersOf(reader, row.implemented_by ? [row.implemented_by] : []);
    const through = keepers.get(row.implemented_by ?? '') ?? [];
    const standing = standingOf(row, pieces, through, at);
    const why = whyNotVerify(actor, target, standing);
    const retired = row.asset_status === 'retired' || (row.asset_id === null && row.archived);
    const edit = mayEdit(actor, target) && !retired;
    const free = edit && row.asset_id !== null && row.inherited_from === null && row.heirs === 0;
    return {
      id,
      version: row.version,
      control: { key: row.control, name: row.control_name, summary: row.summary, evidence: row.control_evidence, enabled: row.enabled },
      team: { id: row.team_id, name: row.team_name },
      asset:
        row.asset_id && row.asset_name !== null && row.kind ? { id: row.asset_id, name: row.asset_name, kind: row.kind, retired } : null,
      state: row.state,
      reason: row.reason,
      notes: row.notes,
      owner: people.named(row.owner_id),
      dueAt: row.due_at?.toISOString() ?? null,
      implemented: row.implemented_at && { at: row.implemented_at.toISOString(), person: people.named(row.implemented_by) },
      verified: row.verified_at && { at: row.verified_at.toISOString(), person: people.named(row.verified_by) },
      evidenceUntil: row.evidence_until?.toISOString() ?? null,
      evidence: pieces.map((piece) => toEvidence(piece, row, people.named(piece.added_by)?.name ?? null, at)),
      source: sourceOf(row.inherited_from, names),
      sources: free
        ? (await sourcesFor(reader, { id: row.asset_id ?? '', teamId: row.team_id }, row.control)).map(
            ({ control: _, ...source }) => source,
          )
        : [],
      heirs: row.heirs,
      createdAt: row.created_at.toISOString(),
      verifiers: row.inherited_from === null && !retired ? await verifiersOf(reader, row, [actor.id, ...through]) : [],
      may: {
        edit,
        verify: why === null && !retired,
        whyNotVerify: why,
        takeBack: holdsVerifying(actor, target) && !retired,
        remove: edit && row.heirs === 0 && isUntouched(row, pieces.length),
      },
    };
  });
}

async function rowOf(reader: Reader, id: string): Promise<Row> {
  const [row] = await reader.rows<Row>(Prisma.sql`
    SELECT s.*, c.name AS control_name, c.summary, c.evidence AS control_evidence, c.enabled, t.name AS team_name, t.archived_at IS NOT NULL AS archived, a.name AS asset_name, a.kind,
      a.status AS asset_status, (SELECT count(*)::int FROM safeguards h WHERE h.inherited_from = s.id) AS heirs
    FROM safeguards s JOIN controls c ON c.key = s.control JOIN teams t ON t.id = s.team_id LEFT JOIN asset_list a ON a.id = s.asset_id
    WHERE s.id = ${id}::uuid`);
  if (!row) throw notFound('safeguard');
  return row;
}

type Piece = {
  id: string;
  kind: Evidence['kind'];
  title: string;
  content: string;
  file_name: string | null;
  file_size: string | null;
  file_sha256: string | null;
  expiresAt: Date | null;
  addedAt: Date;
  added_by: string | null;
  removed_at: Date | null;
};

const piecesOf = (reader: Reader, id: string) =>
  reader.rows<Piece>(Prisma.sql`
    SELECT id, kind, title, content, file_name, file_size, file_sha256, expires_at AS "expiresAt", added_at AS "addedAt", added_by, removed_at
    FROM evidence WHERE safeguard_id = ${id}::uuid ORDER BY removed_at IS NOT NULL, added_at DESC, id DESC LIMIT 200`);

function standingOf(row: Row, pieces: readonly Piece[], implementedThrough: readonly string[], at: Date): Standing {
  const current = pieces.filter((piece) => piece.removed_at === null && isCurrent(piece, at));
  return {
    state: row.state,
    inherited: row.inherited_from !== null,
    implementedBy: row.implemented_by,
    implementedThrough,
    currentEvidence: current.length,
    newEvidence: current.length - verifiedPieces(current, row.verified_at).length,
    assetRetired: row.asset_status === 'retired',
  };
}

const toEvidence = (piece: Piece, row: Row, addedBy: string | null, at: Date): Evidence => ({
  id: piece.id,
  kind: piece.kind,
  title: piece.title,
  content: piece.content,
  file: piece.file_name === null ? null : { name: piece.file_name, size: Number(piece.file_size), sha256: piece.file_sha256 ?? '' },
  expiresAt: piece.expiresAt?.toISOString() ?? null,
  addedAt: piece.addedAt.toISOString(),
  addedBy,
  removedAt: piece.removed_at?.toISOString() ?? null,
  expired: !isCurrent(piece, at),
  since: row.verified_at !== null && piece.addedAt > row.verified_at,
});

async function peopleOf(reader: Reader, row: Row, pieces: readonly Piece[]) {
  const ids = [row.owner_id, row.implemented_by, row.verified_by, ...pieces.map((piece) => piece.added_by)].filter((id) => id !== null);
  const rows = await reader.rows<{ id: string; name: string }>(Prisma.sql`
    SELECT id, name FROM users WHERE id = ANY (${ids}::uuid[]) UNION ALL SELECT id, name FROM service_accounts WHERE id = ANY (${ids}::uuid[])`);
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  return {
    named: (id: string | null) => {
      const name = id === null ? undefined : names.get(id);
      return id === null || name === undefined ? null : { id, name };
    },
  };
}

/** Names said of those who can verify. */
const shownVerifiers = 5;
const verifyingRoles = builtInRoles.filter(({ permissions }) => permissions.includes('safeguard.verify')).map(({ key }) => key);

/** Some of the others who hold the right here and did not implement it, those of the team first. */
const verifiersOf = (reader: Reader, row: Row, others: readonly string[]) =>
  reader.rows<{ id: string; name: string }>(Prisma.sql`
    WITH verifying AS (SELECT key FROM roles WHERE key = ANY (${verifyingRoles}) OR (NOT built_in AND 'safeguard.verify' = ANY (permissions)))
    SELECT u.id, u.name FROM users u
    LEFT JOIN memberships m ON m.user_id = u.id AND m.team_id = ${row.team_id}::uuid AND (m.expires_at IS NULL OR m.expires_at > now())
      AND m.role IN (SELECT key FROM verifying)
    WHERE u.status = 'active' AND u.id <> ALL (${[...others]}::uuid[]) AND u.id IS DISTINCT FROM ${row.implemented_by}::uuid
      AND (m.user_id IS NOT NULL OR u.org_role IN (SELECT key FROM verifying))
    ORDER BY m.user_id IS NULL, lower(u.name), u.id LIMIT ${shownVerifiers}`);

/** Which risks of its asset the safeguard's control reduces, and by how much. None for a team's offer: it works where it is inherited. */
export async function getEffect(actor: Actor, id: string): Promise<Effect> {
  return read(scopeOf(actor), async (reader) => {
    const row = await rowOf(reader, id);
    return { risks: row.asset_id === null ? [] : reducedBy(row.control, await risksOfAsset(reader, row.asset_id)) };
  });
}

/** What happened to a safeguard, newest first. */
export async function listSafeguardActivity(
  actor: Actor,
  { id, ...page }: { id: string; after?: string; limit: number },
): Promise<Activity> {
  await read(scopeOf(actor), (reader) => rowOf(reader, id));
  const { entries, next } = await activityOf(actor, { targetType: 'safeguard', targetId: id }, page);
  const ids = entries.flatMap(({ before, after }) =>
    ['ownerId', 'implementedBy', 'verifiedBy']
      .flatMap((field) => [before?.[field], after?.[field]])
      .filter((each) => typeof each === 'string'),
  );
  const names = await read(scopeOf(actor), (reader) =>
    reader.rows<{ id: string; name: string }>(Prisma.sql`SELECT id, name FROM users WHERE id = ANY (${[...new Set(ids)]}::uuid[])`),
  );
  return {
    entries: entries.map(({ actorId: _actor, erased: _erased, ...told }) => told),
    names: Object.fromEntries(names.map(({ id: person, name }) => [person, name])),
    next,
  };
}
