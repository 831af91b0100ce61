import { type Actor, teamsWith } from '#lib/access/policy.ts';
import { teamsOf } from '#lib/assets/list/queries.ts';
import type { Act } from '#lib/platform/audit.ts';
import { read, type Scope } from '#lib/platform/database.ts';
import { AppError } from '#lib/platform/errors.ts';
import { attachment, streamOf } from '#lib/platform/streaming.ts';
import { transact } from '#lib/platform/transact.ts';
import type { ExportAsset } from '../schema.ts';
import { writeCsv } from '../write/csv.ts';
import { writeCycloneDx } from '../write/cyclonedx.ts';
import { writeGatehouse } from '../write/gatehouse.ts';
import { Snapshot } from './queries.ts';
import type { ExportFormat, ExportInput } from './schema.ts';

/** Exports that run at once in this process: each holds a connection for as long as it is taken. */
const most = 3;
let running = 0;

const forms: Record<
  ExportFormat,
  { type: string; ending: string; write: (assets: AsyncGenerator<ExportAsset>, input: ExportInput, at: Date) => AsyncGenerator<string> }
> = {
  csv: { type: 'text/csv; charset=utf-8', ending: 'csv', write: (assets, { columns }) => writeCsv(assets, { columns }) },
  json: { type: 'application/json', ending: 'json', write: (assets, _, exportedAt) => writeGatehouse(assets, { exportedAt }) },
  cyclonedx: {
    type: 'application/vnd.cyclonedx+json; version=1.6',
    ending: 'cdx.json',
    write: (assets, _, exportedAt) => writeCycloneDx(assets, { exportedAt }),
  },
};

/**
 * The list that the input describes, within the actor's rights, as a file that is read from one snapshot while it is sent. Who took what
 * is recorded before the first byte.
 * @throws AppError `too_many` while this server is busy with others' exports.
 */
export async function exportAssets(
  actor: Actor,
  act: Act,
  input: ExportInput,
  at: Date,
): Promise<{ headers: Record<string, string>; body: ReadableStream }> {
  if (running >= most) throw new AppError('too_many', 'Several exports are running. Try again in a minute.', { retryAfter: 30 });
  const { format, columns, sort, ...filter } = input;
  const scope: Scope = { actorId: actor.id, read: teamsWith(actor, 'asset.export'), write: [] };
  running += 1;
  try {
    const teams = await read(scope, (reader) => teamsOf(reader, actor, filter));
    const withFiles = format !== 'csv' || (columns?.includes('versions') ?? false);
    const snapshot = await Snapshot.open({ scope, teams, filter, sort: !sort || sort === 'relevance' ? 'name' : sort, withFiles });
    try {
      await transact(scope, act, 'inventory.exported', async ({ record }) =>
        record({
          event: 'inventory.exported',
          targetType: 'inventory',
          targetId: null,
          teamId: null,
          after: { format, ...(columns && { columns }), filter, count: snapshot.count },
        }),
      );
    } catch (error) {
      await snapshot.end();
      throw error;
    }
    const { type, ending, write } = forms[format];
    const body = streamOf(write(snapshot.assets(), input, at), async () => {
      running -= 1;
      await snapshot.end();
    });
    return { headers: attachment(type, `gatehouse-assets-${at.toISOString().slice(0, 10)}.${ending}`), body };
  } catch (error) {
    running -= 1;
    throw error;
  }
}
