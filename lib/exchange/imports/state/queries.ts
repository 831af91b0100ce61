/** An import as it stands, for the commands and jobs that work on it. */
import type { Actor } from '#lib/access/policy.ts';
import { can, scopeOf } from '#lib/access/policy.ts';
import { kinds } from '#lib/assets/rules.ts';
import { read, type Scope } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { Format } from '../../schema.ts';
import type { ImportStatus } from '../rules.ts';
import { ImportOptions, ImportSummary } from '../schema.ts';

export type StoredImport = {
  id: string;
  teamId: string;
  createdBy: string;
  fileName: string;
  format: Format | null;
  size: number;
  sha256: string | null;
  status: ImportStatus;
  options: ImportOptions;
  summary: ImportSummary;
  error: string | null;
};

type Row = Omit<StoredImport, 'teamId' | 'createdBy' | 'fileName' | 'options' | 'summary' | 'size'> & {
  team_id: string;
  created_by: string;
  file_name: string;
  size: string;
  options: unknown;
  summary: unknown;
};

/** For a job that does not know yet for whom it works. */
const everywhere: Scope = { actorId: null, read: 'every', write: [] };

/** The import with this id within the actor's scope; without an actor, wherever it is. Null where there is none. */
export async function findStored(actor: Actor | null, id: string): Promise<StoredImport | null> {
  const [row] = await read(actor ? scopeOf(actor) : everywhere, (reader) =>
    reader.rows<Row>(Prisma.sql`
      SELECT id, team_id, created_by, file_name, format, size, sha256, status, options, summary - 'facts' AS summary, error
      FROM imports WHERE id = ${id}::uuid`),
  );
  if (!row) return null;
  const { team_id, created_by, file_name, size, options, summary, ...rest } = row;
  return {
    ...rest,
    teamId: team_id,
    createdBy: created_by,
    fileName: file_name,
    size: Number(size),
    options: ImportOptions.parse(options),
    summary: ImportSummary.parse(summary),
  };
}

/** Imports that are being read or applied, each with who asked for that last: not always who uploaded the file. */
export async function listUnfinished(): Promise<{ id: string; status: 'reading' | 'applying'; askedBy: string }[]> {
  return read(everywhere, (reader) =>
    reader.rows(Prisma.sql`
      SELECT i.id, i.status, coalesce((SELECT e.actor_id FROM audit_events e WHERE e.target_type = 'import' AND e.target_id = i.id
        AND e.event IN ('import.uploaded', 'import.reread', 'import.confirmed') ORDER BY e.at DESC, e.id DESC LIMIT 1), i.created_by) AS "askedBy"
      FROM imports i WHERE i.status IN ('reading', 'applying')`),
  );
}

/** The kinds that the actor may import into a team. */
export const writableKinds = (actor: Actor, teamId: string) => kinds.filter((kind) => can(actor, 'asset.import', { teamId, kind }));
