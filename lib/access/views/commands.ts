import { type Act, difference } from '#lib/platform/audit.ts';
import { AppError, notFound } from '#lib/platform/errors.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { transact } from '#lib/platform/transact.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type Actor, canSomewhere, forbidden } from '../policy.ts';
import { ownScope } from '../sessions/commands.ts';
import type { NewView, ViewEdit } from './schema.ts';

const target = (id: string) => ({ targetType: 'view', targetId: id, teamId: null });

/** Saves a view of the actor's own. @throws AppError `conflict` at `name`, `forbidden` to share without the right. */
export async function createView(actor: Actor, act: Act, view: NewView): Promise<{ id: string }> {
  if (view.shared) mayShare(actor);
  const id = newId();
  await transact(ownScope(actor.id), act, 'view.created', async ({ tx, record }) => {
    await tx.savedView.create({ data: { id, ownerId: actor.id, ...view } }).catch(nameTaken);
    await record({ event: 'view.created', ...target(id), after: view });
  });
  return { id };
}

/** Changes name, query or who sees it. @throws AppError `not_found` for a view that is not the actor's own, `forbidden` to change what all see. */
export async function editView(actor: Actor, act: Act, { id, ...edit }: ViewEdit): Promise<void> {
  await transact(ownScope(actor.id), act, 'view.edited', async ({ tx, record, unchanged }) => {
    const standing = await tx.savedView.findFirst({ where: { id, ownerId: actor.id }, select: { name: true, query: true, shared: true } });
    if (!standing) throw notFound('view');
    const wanted = { name: edit.name ?? standing.name, query: edit.query ?? standing.query, shared: edit.shared ?? standing.shared };
    const changed = difference(standing, wanted);
    if (!changed) return unchanged();
    if (wanted.shared) mayShare(actor);
    await tx.savedView.update({ where: { id }, data: wanted }).catch(nameTaken);
    await record({ event: 'view.edited', ...target(id), ...changed });
  });
}

/** @throws AppError `not_found` for a view that is not the actor's own. */
export async function deleteView(actor: Actor, act: Act, id: string): Promise<void> {
  await transact(ownScope(actor.id), act, 'view.deleted', async ({ tx, record }) => {
    const where = { id, ownerId: actor.id };
    const standing = await tx.savedView.findFirst({ where, select: { list: true, name: true, query: true, shared: true } });
    if (!standing || (await tx.savedView.deleteMany({ where })).count === 0) throw notFound('view');
    await record({ event: 'view.deleted', ...target(id), before: standing });
  });
}

function mayShare(actor: Actor): void {
  if (!canSomewhere(actor, 'view.share')) throw forbidden('view.share');
}

function nameTaken(error: unknown): never {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')) throw error;
  const message = 'You have a view of this name already.';
  throw new AppError('conflict', message, { fields: { name: message } });
}
