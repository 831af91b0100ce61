/** The list as a file, sent while it is read. */
import { type Actor, scopeOf } from '#lib/access/policy.ts';
import { kindLabels } from '#lib/assets/rules.ts';
import type { Act } from '#lib/platform/audit.ts';
import { csvLine } from '#lib/platform/csv.ts';
import { attachment, streamOf } from '#lib/platform/streaming.ts';
import { transact } from '#lib/platform/transact.ts';
import { evidenceStandingLabels, safeguardStateLabels, scopeLabels } from '../../rules.ts';
import { listSafeguards } from '../queries.ts';
import type { SafeguardExportInput, SafeguardRow } from '../schema.ts';

const columns: Record<string, (row: SafeguardRow) => string> = {
  Control: (row) => row.controlName,
  'Control key': (row) => row.control,
  Asset: (row) => row.assetName ?? '',
  Kind: (row) => (row.kind ? kindLabels[row.kind] : ''),
  Team: (row) => row.teamName,
  State: (row) => safeguardStateLabels[row.state],
  Where: (row) => scopeLabels[row.scope],
  Owner: (row) => row.ownerName ?? '',
  Due: (row) => row.dueAt ?? '',
  Evidence: (row) => evidenceStandingLabels[row.evidenceStanding],
  'Evidence until': (row) => row.evidenceUntil ?? '',
  Changed: (row) => row.changedAt,
  ID: (row) => row.id,
};

const pageRows = 1000;

/** The list that the input describes as a CSV, in its order, of teams where the actor may export; that it was taken is recorded first. */
export async function exportSafeguards(actor: Actor, act: Act, input: SafeguardExportInput, at: Date) {
  const { sort: _sort, q, ...filter } = input;
  await transact(scopeOf(actor), act, 'safeguards.exported', ({ record }) =>
    record({
      event: 'safeguards.exported',
      targetType: 'safeguards',
      targetId: null,
      teamId: null,
      after: { filter, searched: q !== undefined },
    }),
  );
  return {
    headers: attachment('text/csv; charset=utf-8', `gatehouse-safeguards-${at.toISOString().slice(0, 10)}.csv`),
    body: streamOf(lines(actor, input)),
  };
}

async function* lines(actor: Actor, input: SafeguardExportInput): AsyncGenerator<string> {
  yield csvLine(Object.keys(columns));
  let after: string | undefined;
  do {
    const page = await listSafeguards(actor, { ...input, limit: pageRows, ...(after && { after }) }, 'asset.export');
    yield page.rows.map((row) => csvLine(Object.values(columns).map((cell) => cell(row)))).join('');
    after = page.next ?? undefined;
  } while (after);
}
