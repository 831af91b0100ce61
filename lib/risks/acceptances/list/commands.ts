import { type Actor, scopeOf } from '#lib/access/policy.ts';
import { kindLabels, stageLabels } from '#lib/assets/rules.ts';
import type { Act } from '#lib/platform/audit.ts';
import { csvLine } from '#lib/platform/csv.ts';
import { transact } from '#lib/platform/transact.ts';
import { type AcceptanceSort, severityWord, stateLabels } from '../rules.ts';
import type { AcceptanceFilter } from '../schema.ts';
import { allAcceptances } from './queries.ts';
import type { ListedAcceptance } from './sql.ts';

const columns: Record<string, (row: ListedAcceptance) => string> = {
  Asset: (row) => row.asset_name,
  Kind: (row) => kindLabels[row.kind],
  Team: (row) => row.team_name,
  Threat: (row) => row.threat_name,
  Stage: (row) => stageLabels[row.stage],
  Status: (row) => stateLabels[row.status],
  'Covers up to': (row) => severityWord(row.severity),
  'Residual now': (row) => (row.risk_severity > 0 ? severityWord(row.risk_severity) : ''),
  Until: (row) => row.until.toISOString(),
  'Requested by': (row) => row.requester ?? '',
  'Requested at': (row) => row.requested_at.toISOString(),
  Reason: (row) => row.reason,
  'Decided by': (row) => row.decider ?? '',
  Note: (row) => row.note ?? '',
};

/** The list as a CSV, in its order; that it was taken is recorded first. */
export async function exportAcceptances(actor: Actor, act: Act, filter: AcceptanceFilter, sort: AcceptanceSort, at: Date) {
  const rows = await allAcceptances(actor, filter, sort);
  await transact(scopeOf(actor), act, 'acceptances.exported', ({ record }) =>
    record({
      event: 'acceptances.exported',
      targetType: 'acceptances',
      targetId: null,
      teamId: null,
      after: { filter, count: rows.length },
    }),
  );
  const lines = [csvLine(Object.keys(columns)), ...rows.map((row) => csvLine(Object.values(columns).map((cell) => cell(row))))];
  const name = `gatehouse-acceptances-${at.toISOString().slice(0, 10)}.csv`;
  return {
    headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="${name}"` },
    body: new Blob(lines, { type: 'text/csv; charset=utf-8' }),
  };
}
