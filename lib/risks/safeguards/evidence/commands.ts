/** Adding and removing evidence. What was removed stays for the record. */
import { type Actor, scopeOf } from '#lib/access/policy.ts';
import type { Upload } from '#lib/access/procedure.ts';
import type { Act } from '#lib/platform/audit.ts';
import { now } from '#lib/platform/clock.ts';
import { AppError, invalid, notFound } from '#lib/platform/errors.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { piecesOf, receive } from '#lib/platform/kept-files.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import { settle } from '../../posture/commands.ts';
import { conflicting, mustBeOpen, mustBeOwn, mustEdit, opened, type StoredSafeguard, told } from '../standing/commands.ts';
import { evidenceUntil, isCurrent, removalHindrance, safeLink, verifiedPieces } from './rules.ts';
import type { NewEvidence, NewEvidenceFile } from './schema.ts';

/** A safeguard may have so many pieces at a time. */
const mostPieces = 50;
/** … and so many ever, whose files have so many bytes together, with what was removed since. */
const mostEver = 200;
const mostBytesEver = 500 * 1024 * 1024;

type Piece = {
  kind: 'file' | 'link' | 'text';
  title: string;
  content?: string;
  fileName?: string;
  fileSize?: number;
  fileSha256?: string;
  expiresAt: Date | null;
};

/** Adds a link or a text. @throws AppError `invalid` for an expiry that has passed; `conflict` where it follows another safeguard. */
export async function addEvidence(actor: Actor, act: Act, { id, ...input }: NewEvidence): Promise<{ id: string }> {
  mustBeAhead(input.expiresAt);
  const content = input.kind === 'link' ? (safeLink(input.content) ?? input.content) : input.content;
  return transact(scopeOf(actor, 'safeguard.edit'), act, 'evidence.added', async (change) =>
    add(change, await openedForEvidence(actor, change, id), { ...input, content }),
  );
}

/**
 * Adds a file of at most 20 MB, whose bytes must be those declared: where they are not, nothing of it is kept.
 * @throws AppError as `addEvidence`, and `invalid` for another size or SHA-256 than declared.
 */
export async function addEvidenceFile(actor: Actor, act: Act, input: NewEvidenceFile, upload: Upload | undefined): Promise<{ id: string }> {
  const { id, fileName, size, sha256, expiresAt = null, title = fileName.slice(0, 200) } = input;
  mustBeAhead(expiresAt);
  // Judged before the bytes are taken, and again when they are kept.
  await transact(scopeOf(actor, 'safeguard.edit'), act, 'evidence.added', async (change) => {
    await openedForEvidence(actor, change, id);
    await mustHaveRoom(change, id, size);
    change.unchanged();
  });
  const bytes = await receive(upload, { size, sha256 });
  return transact(scopeOf(actor, 'safeguard.edit'), act, 'evidence.added', async (change) => {
    const safeguard = await openedForEvidence(actor, change, id);
    await mustHaveRoom(change, id, size);
    const added = await add(change, safeguard, { kind: 'file', title, fileName, fileSize: size, fileSha256: sha256, expiresAt });
    for (const piece of piecesOf(bytes))
      await change.tx.evidenceChunk.create({ data: { evidenceId: added.id, teamId: safeguard.teamId, ...piece } });
    return added;
  });
}

function mustBeAhead(expiresAt: Date | null): void {
  if (expiresAt !== null && expiresAt <= now()) throw invalid('expiresAt', 'has passed already');
}

async function openedForEvidence(actor: Actor, change: Change, id: string): Promise<StoredSafeguard> {
  // Whoever adds evidence need not have seen the last version: it overwrites nothing.
  const version = (await change.tx.safeguard.findUnique({ where: { id }, select: { version: true } }))?.version;
  if (version === undefined) throw notFound('safeguard');
  const safeguard = await opened(change, { id, version }, mustEdit(actor));
  mustBeOpen(safeguard);
  mustBeOwn(safeguard);
  if (safeguard.evidence.length >= mostPieces)
    throw new AppError('conflict', `A safeguard has at most ${mostPieces} pieces of evidence at a time. Remove what is outdated first.`);
  await mustHaveRoom(change, id, 0);
  return safeguard;
}

/** What was removed is kept, and counts: else adding and removing would fill the disk. @throws AppError `conflict` */
async function mustHaveRoom({ tx }: Change, safeguardId: string, bytes: number): Promise<void> {
  const { _count, _sum } = await tx.evidence.aggregate({ where: { safeguardId }, _count: true, _sum: { fileSize: true } });
  if (_count >= mostEver || Number(_sum.fileSize ?? 0) + bytes > mostBytesEver)
    throw new AppError(
      'conflict',
      'This safeguard has kept as much evidence as one may, removed pieces among it. Link to where more of it stands.',
    );
}

async function add(change: Change, safeguard: StoredSafeguard, piece: Piece): Promise<{ id: string }> {
  const id = newId();
  const row = { id, teamId: safeguard.teamId, safeguardId: safeguard.id, ...piece, addedBy: change.act.actorId, addedAt: now() };
  await change.tx.evidence.create({ data: row });
  const { kind, title, fileName, fileSize, fileSha256, expiresAt } = piece;
  await change.record({
    event: 'evidence.added',
    ...told(safeguard),
    after: {
      evidenceId: id,
      kind,
      title,
      ...(fileName && { fileName, size: fileSize, sha256: fileSha256 }),
      ...(expiresAt && { expiresAt }),
    },
  });
  await restOn(change, safeguard, [...safeguard.evidence, row]);
  return { id };
}

/** Writes until when the safeguard rests on these pieces. What came after a verification counts once that is done again. */
async function restOn(
  change: Change,
  safeguard: StoredSafeguard,
  pieces: readonly { expiresAt: Date | null; addedAt: Date }[],
): Promise<void> {
  const until = evidenceUntil(verifiedPieces(pieces, safeguard.verifiedAt));
  const { count } = await change.tx.safeguard.updateMany({
    where: { id: safeguard.id, version: safeguard.version },
    data: { evidenceUntil: until, version: { increment: 1 }, updatedAt: now() },
  });
  if (count === 0) throw conflicting(safeguard);
  if (safeguard.assetId && until?.getTime() !== safeguard.evidenceUntil?.getTime()) await settle(change, [safeguard.assetId]);
}

/** Removes a piece; it stays in the history. @throws AppError `not_found`; `conflict` for the last that a verification rests on. */
export async function removeEvidence(actor: Actor, act: Act, id: string): Promise<{ safeguardId: string }> {
  return transact(scopeOf(actor, 'safeguard.edit'), act, 'evidence.removed', async (change) => {
    const piece = await change.tx.evidence.findFirst({ where: { id, removedAt: null }, select: { safeguardId: true } });
    const found =
      piece && (await change.tx.safeguard.findUnique({ where: { id: piece.safeguardId }, select: { id: true, version: true } }));
    if (!found) throw notFound('evidence');
    const safeguard = await opened(change, found, mustEdit(actor));
    mustBeOpen(safeguard);
    const removed = safeguard.evidence.find((each) => each.id === id);
    if (!removed) throw notFound('evidence');
    const hindrance = removalHindrance(safeguard.verifiedAt, safeguard.evidence, id, now());
    if (hindrance) throw new AppError('conflict', hindrance);
    if (safeguard.state === 'implemented' && !safeguard.inheritedFrom && safeguard.evidence.length === 1 && !isCurrent(removed, now()))
      throw new AppError(
        'conflict',
        'All that showed this control has expired, and removing it would hide that. Add evidence that holds today first, or plan it again.',
      );
    await change.tx.evidence.updateMany({ where: { id }, data: { removedAt: now() } });
    const { kind, title } = removed;
    await change.record({ event: 'evidence.removed', ...told(safeguard), before: { evidenceId: id, kind, title } });
    if (!safeguard.inheritedFrom)
      await restOn(
        change,
        safeguard,
        safeguard.evidence.filter((each) => each.id !== id),
      );
    return { safeguardId: safeguard.id };
  });
}
