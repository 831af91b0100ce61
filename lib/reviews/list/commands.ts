import { type Actor, scopeOf } from '#lib/access/policy.ts';
import { kindLabels, stageLabels } from '#lib/assets/rules.ts';
import type { Act } from '#lib/platform/audit.ts';
import { csvLine } from '#lib/platform/csv.ts';
import { transact } from '#lib/platform/transact.ts';
import { causeLabels, type ReviewSort, stateLabels, subjectLabels } from '../rules.ts';
import { allReviews } from './queries.ts';
import type { ReviewFilter } from './schema.ts';
import type { ListedReview } from './sql.ts';

const columns: Record<string, (row: ListedReview) => string> = {
  Title: (row) => row.title,
  About: (row) => subjectLabels[row.subject],
  Status: (row) => stateLabels[row.status],
  Asset: (row) => row.asset_name ?? '',
  Kind: (row) => (row.kind ? kindLabels[row.kind] : ''),
  Stage: (row) => (row.stage ? stageLabels[row.stage] : ''),
  Team: (row) => row.team_name,
  Template: (row) => row.template_name,
  Reviewers: (row) => row.reviewers.join('; '),
  Approvals: (row) => `${row.approvals} of ${row.quorum}`,
  Round: (row) => String(row.round),
  'Requested by': (row) => row.requester ?? '',
  'Requested at': (row) => row.requested_at.toISOString(),
  Cause: (row) => causeLabels[row.cause],
  Due: (row) => row.due_at.toISOString(),
  'Decided at': (row) => row.decided_at?.toISOString() ?? '',
  'Break-glass': (row) => (row.break_glass ? 'yes' : ''),
  Id: (row) => row.id,
};

/** The list as a CSV, in its order; that it was taken is recorded first. */
export async function exportReviews(actor: Actor, act: Act, filter: ReviewFilter, sort: ReviewSort, at: Date) {
  const rows = await allReviews(actor, filter, sort);
  await transact(scopeOf(actor), act, 'reviews.exported', ({ record }) =>
    record({ event: 'reviews.exported', targetType: 'reviews', targetId: null, teamId: null, after: { filter, count: rows.length } }),
  );
  const lines = [csvLine(Object.keys(columns)), ...rows.map((row) => csvLine(Object.values(columns).map((cell) => cell(row))))];
  const name = `gatehouse-reviews-${at.toISOString().slice(0, 10)}.csv`;
  return {
    headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="${name}"` },
    body: new Blob(lines, { type: 'text/csv; charset=utf-8' }),
  };
}
