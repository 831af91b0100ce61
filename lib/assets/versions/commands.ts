import { type Actor, must, scopeOf } from '#lib/access/policy.ts';
import { inputError } from '#lib/access/procedure.ts';
import type { Act } from '#lib/platform/audit.ts';
import { now } from '#lib/platform/clock.ts';
import { AppError, invalid, notFound } from '#lib/platform/errors.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { Kind } from '../rules.ts';
import { type ManifestFile, rootDigest } from './rules.ts';
import { NewVersion } from './schema.ts';

/** A manifest of 100,000 files takes seconds to write. */
const limit = 60_000;

/**
 * Registers a version with its manifest; from then on it never changes. The asset counts as changed now.
 * @throws AppError `not_found`, `forbidden`, `conflict` for a retired asset, `invalid` for a label that the asset has already.
 */
export async function registerVersion(actor: Actor, act: Act, assetId: string, input: NewVersion): Promise<{ id: string }> {
  return transact(
    scopeOf(actor, 'version.register'),
    act,
    'version.registered',
    async (change) => {
      // Whoever retires or moves the asset at this moment is waited for, and then waits for this.
      await change.tx.$queryRaw`SELECT 1 FROM assets WHERE id = ${assetId}::uuid FOR NO KEY UPDATE`;
      const asset = await change.tx.asset.findUnique({ where: { id: assetId } });
      if (!asset) throw notFound('asset');
      must(actor, 'version.register', { teamId: asset.teamId, kind: asset.kind as Kind });
      if (asset.status === 'retired') throw new AppError('conflict', 'This asset is retired. Restore it before you register a version.');
      const { files, provenance, metadata, ...fields } = input;
      const id = newId();
      const digest = rootDigest(files);
      const totalBytes = files.reduce((sum, file) => sum + file.size, 0);
      await change.tx.assetVersion
        .create({
          data: {
            ...{ id, assetId, teamId: asset.teamId, ...fields, rootDigest: digest, fileCount: files.length, totalBytes },
            provenance: provenance as Prisma.InputJsonObject,
            metadata: metadata as Prisma.InputJsonObject,
            registeredBy: actor.id,
          },
        })
        .catch((error) => Promise.reject(labelTaken(error)));
      await keepFiles(change, { id, teamId: asset.teamId }, files);
      // A change of the asset, but none of the fields that people edit: its `version` stays, so that nobody's edit conflicts.
      await change.tx.asset.update({ where: { id: assetId }, data: { updatedAt: now() } });
      await change.record({
        event: 'version.registered',
        targetType: 'asset',
        targetId: assetId,
        teamId: asset.teamId,
        after: { versionId: id, ...fields, rootDigest: digest, fileCount: files.length, totalBytes },
      });
      return { id };
    },
    { limit },
  );
}

/** One statement for all files: createMany takes half a minute for 100,000. */
async function keepFiles({ tx }: Change, version: { id: string; teamId: string }, files: readonly ManifestFile[]): Promise<void> {
  if (files.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO version_files (version_id, team_id, path, sha256, size)
    SELECT ${version.id}::uuid, ${version.teamId}::uuid, each.path, each.sha256, each.size
    FROM unnest(${files.map((file) => file.path)}::text[], ${files.map((file) => file.sha256)}::text[], ${files.map((file) => BigInt(file.size))}::bigint[])
      AS each (path, sha256, size)`;
}

function labelTaken(error: unknown): unknown {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return error;
  if (error.code === 'P2002') return invalid('label', 'is taken: a version with this label is registered, and versions never change');
  if (error.code === 'P2003') return new AppError('conflict', 'The asset was moved to another team meanwhile. Try again.');
  return error;
}

/** A version described in a stream may take so many bytes: room for 100,000 files with long paths. */
const longestDescription = 64 * 1024 * 1024;

/** … and hold so many values, each of which takes far more memory than the bytes that tell it. A manifest of 100,000 files has a quarter of it. */
const mostValues = 2_000_000;
const [comma, brace, bracket] = [0x2c, 0x7b, 0x5b];

/** Values that a piece of JSON begins, or a few more: commas within texts count as well. */
function valuesIn(piece: Uint8Array): number {
  let values = 0;
  // By index: an iterator takes ten times as long.
  for (let at = 0; at < piece.length; at += 1) {
    const byte = piece[at];
    if (byte === comma || byte === brace || byte === bracket) values += 1;
  }
  return values;
}

/** Reads what describes a version from a stream of JSON. @throws AppError `too_large`, `invalid` with the fields to mend. */
export async function readNewVersion(stream: ReadableStream<Uint8Array> | undefined): Promise<NewVersion> {
  if (!stream) throw new AppError('invalid', 'Send the version as JSON in a body of type application/octet-stream.');
  const pieces: Uint8Array[] = [];
  let size = 0;
  let values = 0;
  for await (const piece of stream) {
    size += piece.byteLength;
    values += valuesIn(piece);
    if (values > mostValues) throw new AppError('too_large', `A version is described by at most ${mostValues} values.`);
    if (size > longestDescription)
      throw new AppError('too_large', `A version is described in at most ${longestDescription / 1024 / 1024} MB.`);
    pieces.push(piece);
  }
  const result = NewVersion.safeParse(parsed(Buffer.concat(pieces).toString('utf8')));
  if (!result.success) throw inputError(result.error.issues);
  return result.data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError('invalid', 'The body is not valid JSON: it breaks off, or is something else.');
  }
}
