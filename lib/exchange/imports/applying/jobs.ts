/** The job that writes what was previewed: all of it in one transaction, or none. */
import { actingUser } from '#lib/access/acting-user.ts';
import { type Actor, can } from '#lib/access/policy.ts';
import { stillHeld } from '#lib/access/still-held.ts';
import type { Run } from '#lib/platform/jobs.ts';
import { log } from '#lib/platform/log.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import { readAgain } from '../commands.ts';
import { usualDefaults } from '../rules.ts';
import type { ImportApplied } from '../schema.ts';
import { actOfJob, moveOn, Superseded } from '../state/commands.ts';
import { findStored, type StoredImport, writableKinds } from '../state/queries.ts';
import { importScope } from '../state/sql.ts';
import { createAssets, registerVersions, updateAssets } from './commands.ts';
import { applyLineage } from './lineage/commands.ts';

/** A million rows take minutes. */
const limit = 4 * 60 * 60 * 1000;

const wentWrong =
  'Something went wrong on our side while the import was applied. Nothing was changed; start it again, and if it stays so, tell your administrator.';
const noRights = 'Whoever applied this import may no longer write all that it holds. Nothing was changed.';
export const changedSince =
  'The inventory changed after this preview was made. Nothing was written; the preview was made anew: look at it once more.';

/** What was previewed no longer holds. */
class Conflict extends Error {}

/** Applies an import; when the inventory changed since the preview, writes nothing and makes the preview anew. */
export async function applyImport({ ids, lastAttempt }: Pick<Run, 'ids' | 'lastAttempt'>): Promise<void> {
  const stored = await findStored(null, String(ids['importId']));
  if (stored?.status !== 'applying') return;
  const actor = await actingUser(String(ids['actorId']), ids['tokenId']);
  if (!actor || !mayApply(actor, stored.teamId)) {
    await moveOn({ id: String(ids['actorId']) }, stored, {
      from: ['applying'],
      to: 'failed',
      event: 'import.failed',
      error: noRights,
    });
    return;
  }
  try {
    await write(actor, stored);
  } catch (error) {
    if (error instanceof Superseded) return;
    if (error instanceof Conflict || isUniqueViolation(error)) {
      await readAgain(actor, stored, ['applying'], changedSince);
      return;
    }
    if (!lastAttempt) throw error;
    log.error({ err: error, importId: stored.id }, 'import could not be applied');
    await moveOn(actor, stored, { from: ['applying'], to: 'failed', event: 'import.failed', error: wentWrong });
  }
}

const mayApply = (actor: Actor, teamId: string) => writableKinds(actor, teamId).length > 0;

/** Somebody registered the same key, version or arrow while this ran. */
const isUniqueViolation = (error: unknown): boolean =>
  error instanceof Error &&
  (/\b23505\b|Unique constraint/.test(error.message) || ('code' in error && error.code === 'P2002') || isUniqueViolation(error.cause));

async function write(actor: Actor, stored: StoredImport): Promise<void> {
  const { id, teamId } = stored;
  await transact(
    importScope(actor, teamId),
    { ...actOfJob(actor, id), recheck: stillHeld(actor) },
    'import.applied',
    async (change) => {
      const { tx } = change;
      await tx.$executeRaw`SELECT set_config('work_mem', '64MB', true)`;
      const locked = await tx.$queryRaw<unknown[]>`SELECT 1 FROM imports WHERE id = ${id}::uuid AND status = 'applying' FOR UPDATE`;
      if (locked.length === 0) throw new Superseded(`Import ${id} is not applying any more.`);
      await refuseConflicts(change, stored);
      await refuseKinds(change, actor, stored);
      const defaults = stored.options.defaults ?? usualDefaults;
      const created = await createAssets(change, stored, defaults);
      const edited = await updateAssets(change, stored);
      if (edited.changed !== edited.expected) throw new Conflict();
      const versions = await registerVersions(change, stored, actor.id);
      const relations = await applyLineage(change, stored, actor.id);
      const applied: ImportApplied = { created, edited: edited.changed, versions, ...relations };
      await finish(change, stored, applied);
    },
    { limit },
  );
}

/** Rows whose asset changed, went or came since the preview. Locks what will be edited, so that it holds until the end. */
async function refuseConflicts({ tx }: Change, { id, teamId }: StoredImport): Promise<void> {
  await tx.$queryRaw`
    SELECT count(*)::int FROM (SELECT 1 FROM assets WHERE id IN (
      SELECT asset_id FROM import_rows WHERE import_id = ${id}::uuid AND action = 'update') ORDER BY id FOR UPDATE) locked`;
  const [found] = await tx.$queryRaw<{ conflict: boolean }[]>`
    SELECT EXISTS (SELECT FROM import_rows r LEFT JOIN assets a ON a.id = r.asset_id AND a.team_id = ${teamId}::uuid
        WHERE r.import_id = ${id}::uuid AND r.action = 'update' AND r.decision IS DISTINCT FROM 'skip' AND a.version IS DISTINCT FROM r.asset_version)
      OR EXISTS (SELECT FROM import_rows r JOIN assets a ON a.team_id = ${teamId}::uuid AND a.key = r.key
        WHERE r.import_id = ${id}::uuid AND r.action = 'create' AND r.decision IS DISTINCT FROM 'skip') AS conflict`;
  if (found?.conflict) throw new Conflict();
}

/** A role that was taken since the preview: the preview would refuse those rows now, by the kind they have or the one they get. */
async function refuseKinds({ tx }: Change, actor: Actor, { id, teamId }: StoredImport): Promise<void> {
  const kinds = await tx.$queryRaw<{ kind: string }[]>`
    SELECT kind FROM import_rows WHERE import_id = ${id}::uuid AND action IN ('create', 'update') AND decision IS DISTINCT FROM 'skip'
    UNION SELECT a.kind FROM import_rows r JOIN assets a ON a.id = r.asset_id
    WHERE r.import_id = ${id}::uuid AND r.action = 'update' AND r.decision IS DISTINCT FROM 'skip'`;
  const allowed = writableKinds(actor, teamId) as string[];
  if (kinds.some(({ kind }) => !allowed.includes(kind)) || !can(actor, 'asset.read', { teamId })) throw new Conflict();
}

/** What stays is the report: rejected rows, remarks and decisions, and for a while which asset each row became. */
async function finish({ tx, record }: Change, { id, teamId, fileName }: StoredImport, applied: ImportApplied): Promise<void> {
  await tx.$executeRaw`DELETE FROM import_chunks WHERE import_id = ${id}::uuid`;
  // What was registered stands with the version itself; the report needs its label alone.
  await tx.$executeRaw`
    UPDATE import_versions SET files = '[]', provenance = '{}', metadata = '{}'
    WHERE import_id = ${id}::uuid AND (file_count > 0 OR provenance <> '{}' OR metadata <> '{}')`;
  await tx.$executeRaw`
    UPDATE imports SET status = 'done', error = NULL, progress = '{}', finished_at = now(), updated_at = now(),
      summary = (summary - 'notice') || jsonb_build_object('applied', ${JSON.stringify(applied)}::jsonb) WHERE id = ${id}::uuid`;
  await record({ event: 'import.applied', targetType: 'import', targetId: id, teamId, after: { fileName, ...applied } });
}
