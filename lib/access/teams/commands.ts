import { type Act, type AuditEvent, difference } from '#lib/platform/audit.ts';
import { now } from '#lib/platform/clock.ts';
import { AppError, invalid, notFound } from '#lib/platform/errors.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import { Prisma, type Team as StoredTeam } from '#prisma/generated/client.ts';
import { type Actor, houseScope, mustEverywhere } from '../policy.ts';
import type { Hindrance, Holdings } from './holdings.ts';
import { keyFromTeamName, seenTeams } from './rules.ts';
import type { NewTeam, TeamArchive, TeamEdit, TeamTurn } from './schema.ts';

const target = (id: string) => ({ targetType: 'team', targetId: id, teamId: id });

/** Makes a team, without members. @throws AppError `forbidden`, `invalid` with the field. */
export async function createTeam(actor: Actor, act: Act, { name, key }: NewTeam): Promise<{ id: string }> {
  mustEverywhere(actor, 'team.manage');
  return transact(houseScope(actor.id), act, 'team.created', async ({ tx, record }) => {
    await freeName(tx, name);
    const id = newId();
    const team = { key: key ?? (await freeKey(tx, keyFromTeamName(name) || 'team')), name };
    await tx.team.create({ data: { id, ...team } }).catch((error: unknown) => {
      if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')
        throw invalid('key', 'Another team has this key, perhaps an archived one. Choose another.');
      throw error;
    });
    await record({ event: 'team.created', ...target(id), after: team });
    return { id };
  });
}

/** Renames a team; its key stays, because links and files go by it. @throws AppError `conflict` when somebody else was faster. */
export async function renameTeam(actor: Actor, act: Act, { id, version, name }: TeamEdit): Promise<void> {
  mustEverywhere(actor, 'team.manage');
  await transact(houseScope(actor.id), act, 'team.renamed', async ({ tx, record, unchanged }) => {
    const team = await lockTeam(tx, id);
    if (team.version !== version) throw conflicting(team);
    const changed = difference({ name: team.name }, { name });
    if (!changed) return unchanged();
    if (team.archivedAt === null) await freeName(tx, name, id);
    await tx.team.update({ where: { id }, data: { name, version: { increment: 1 }, updatedAt: now() } });
    await record({ event: 'team.renamed', ...target(id), ...changed });
  });
}

/** Moving many assets takes its time, in milliseconds. */
const movingLimit = 120_000;

/**
 * Archives a team that is empty, or whose active assets go to another: its members lose what they held by it, retired assets and history stay.
 * Requests that wait are refused. @throws AppError `conflict` that names what still stands in the way.
 */
export async function archiveTeam(
  actor: Actor,
  act: Act,
  { id, version, moveTo }: TeamArchive,
  holdings: Holdings,
): Promise<{ moved: number }> {
  mustEverywhere(actor, 'team.manage');
  return transact(
    houseScope(actor.id),
    act,
    'team.archived',
    async (change) => {
      const { tx, record } = change;
      const team = await lockTeam(tx, id);
      if (team.archivedAt !== null) throw new AppError('conflict', 'This team is archived already.');
      if (team.version !== version) throw conflicting(team);
      if (moveTo === id) throw invalid('moveTo', 'Choose another team than this one.');
      const moved = moveTo ? await holdings.moveAssets(change, actor, id, moveTo) : 0;
      const standing = [...(await holdings.hindrances(change, id)), await activeServices(tx, id)].filter(({ count }) => count > 0);
      if (standing.length > 0) throw new AppError('conflict', `This team is not empty: it has ${saidOf(standing)}.`);
      await refuseOpenRequests(change, actor, id);
      const archivedAt = now();
      await tx.team.update({ where: { id }, data: { archivedAt, version: { increment: 1 }, updatedAt: archivedAt } });
      await record({
        event: 'team.archived',
        ...target(id),
        before: { archivedAt: null },
        after: { archivedAt, ...(moveTo && { moveTo, moved }) },
      });
      return { moved };
    },
    { limit: movingLimit },
  );
}

/** Takes a team back: its members hold again what they held by it. @throws AppError `conflict`, `invalid` where its name is taken. */
export async function unarchiveTeam(actor: Actor, act: Act, { id, version }: TeamTurn): Promise<void> {
  mustEverywhere(actor, 'team.manage');
  await transact(houseScope(actor.id), act, 'team.unarchived', async ({ tx, record, unchanged }) => {
    const team = await lockTeam(tx, id);
    if (team.archivedAt === null) return unchanged();
    if (team.version !== version) throw conflicting(team);
    await freeName(tx, team.name, id);
    await tx.team.update({ where: { id }, data: { archivedAt: null, version: { increment: 1 }, updatedAt: now() } });
    await record({ event: 'team.unarchived', ...target(id), before: { archivedAt: team.archivedAt }, after: { archivedAt: null } });
  });
}

/** The team, where the actor sees it and it is not archived. @throws AppError `not_found`, `conflict`. */
export async function openTeam({ tx }: Change, actor: Actor, id: string): Promise<StoredTeam> {
  const seen = seenTeams(actor);
  const team = seen === 'every' || seen.includes(id) ? await tx.team.findUnique({ where: { id } }) : null;
  if (!team) throw notFound('team');
  if (team.archivedAt !== null) throw new AppError('conflict', 'This team is archived. Take it back before you change who is in it.');
  return team;
}

/** Locks out, until the end of the change, whoever would put something into the team. */
async function lockTeam(tx: Change['tx'], id: string): Promise<StoredTeam> {
  await tx.$queryRaw`SELECT id FROM teams WHERE id = ${id}::uuid FOR UPDATE`;
  const team = await tx.team.findUnique({ where: { id } });
  if (!team) throw notFound('team');
  return team;
}

const activeServices = async (tx: Change['tx'], teamId: string): Promise<Hindrance> => ({
  count: await tx.serviceAccount.count({ where: { teamId, status: 'active' } }),
  one: 'active service account',
  many: 'active service accounts',
});

const saidOf = (standing: readonly Hindrance[]) =>
  standing.map(({ count, one, many }) => `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`).join(', ');

async function refuseOpenRequests({ tx, record }: Change, actor: Actor, teamId: string): Promise<void> {
  const open = await tx.accessRequest.findMany({ where: { teamId, status: 'open' }, select: { id: true, userId: true } });
  const events: AuditEvent[] = [];
  for (const { id, userId } of open) {
    // Nobody decides on their own: who archives a team they had asked for withdraws.
    const status = userId === actor.id ? 'withdrawn' : 'refused';
    const decided = status === 'refused' ? { decidedBy: actor.id, decidedAt: now(), note: 'The team was archived.' } : {};
    await tx.accessRequest.update({ where: { id }, data: { status, ...decided } });
    const about = { targetType: 'access_request', targetId: id, teamId };
    events.push({ event: `access.${status}`, ...about, before: { status: 'open', userId }, after: { status } });
  }
  if (events.length > 0) await record(...events);
}

/** Two active teams of one name could not be told apart. Locked, so that of two who choose it at once one is told. */
async function freeName(tx: Change['tx'], name: string, except?: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM pg_advisory_xact_lock(hashtext('gatehouse.team names'))`;
  const taken = await tx.team.count({
    where: { name: { equals: name, mode: 'insensitive' }, archivedAt: null, NOT: { id: except ?? '00000000-0000-0000-0000-000000000000' } },
  });
  if (taken > 0) throw invalid('name', 'Another team has this name.');
}

/** The wanted key, or the first of "-2", "-3" … that no team has. */
async function freeKey(tx: Change['tx'], wanted: string): Promise<string> {
  const found = await tx.team.findMany({ where: { key: { startsWith: wanted } }, select: { key: true } });
  const taken = new Set(found.map((team) => team.key));
  if (!taken.has(wanted)) return wanted;
  for (let number = 2; ; number += 1) if (!taken.has(`${wanted}-${number}`)) return `${wanted}-${number}`;
}

const conflicting = (team: StoredTeam) =>
  new AppError('conflict', 'Somebody else changed this team in the meantime. Look at how it stands now.', {
    current: { name: team.name, archivedAt: team.archivedAt?.toISOString() ?? null, version: team.version },
  });
