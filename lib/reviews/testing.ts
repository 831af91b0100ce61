/** For `*.db.test.ts` alone: templates, reviews, seats and votes in a line each, as lib/access/testing.ts makes people and assets. */

import { houseScope } from '#lib/access/policy.ts';
import { makePerson, type TestAsset, type TestPerson } from '#lib/access/testing.ts';
import { read } from '#lib/platform/database.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { insertRow, owner } from '#lib/platform/testing.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { isFresh } from './approvals/sql.ts';
import type { Decision, ReviewState, Subject } from './rules.ts';
import { TemplateContent, type TemplateContentInput } from './schema.ts';

export type TestTemplate = { key: string; number: number; content: TemplateContent };
export type TestReview = { id: string; teamId: string; template: TestTemplate };

/** A template of its own; by default of versions, with one optional question and a quorum of one. */
export async function makeTemplate(given: Partial<TemplateContentInput> & { subject?: Subject } = {}): Promise<TestTemplate> {
  const { subject = 'version', ...said } = given;
  const key = `template-${newId().slice(-12)}`;
  const content = TemplateContent.parse({
    name: `Template ${key}`,
    items: [{ id: 'looked', question: 'Did you look?', required: false }],
    reviewers: [{ by: 'team' }],
    ...said,
  });
  await insertRow('review_templates', { key, subject });
  await insertRow('review_template_versions', { template: key, number: 1, content });
  return { key, number: 1, content };
}

type ReviewGiven = {
  template?: TestTemplate;
  subject?: Subject;
  status?: ReviewState;
  /** Who approved; for an approved review as many as its quorum are made where none are named. */
  approvers?: readonly { id: string }[];
  /** Further columns by their database names. */
  more?: Record<string, unknown>;
};

/** A review of an asset, open unless said otherwise: what it takes to be approved is really there. */
export async function makeReview(asset: Pick<TestAsset, 'id' | 'teamId' | 'name'>, given: ReviewGiven = {}): Promise<TestReview> {
  const { subject = 'version', status = 'open', more = {} } = given;
  const template = given.template ?? (await makeTemplate({ subject }));
  const id = newId();
  const { quorum } = template.content;
  await insertRow('reviews', {
    ...{ id, team_id: asset.teamId, subject, asset_id: asset.id, template: template.key, template_number: template.number, quorum },
    ...{ title: `Review of ${asset.name}`, due_at: new Date(Date.now() + 5 * 86_400_000), ...more },
  });
  const review = { id, teamId: asset.teamId, template };
  if (status === 'open') return review;
  const wasApproved = status === 'approved' || status === 'conditions' || status === 'stale';
  const approvers = given.approvers ?? (wasApproved ? await Promise.all(Array.from({ length: quorum }, () => makePerson())) : []);
  for (const each of approvers) await makeVote(review, each, status === 'conditions' ? 'conditions' : 'approve');
  if (status === 'changes') await makeVote(review, await makePerson(), 'changes');
  if (status === 'rejected') await makeVote(review, await makePerson(), 'reject');
  if (status === 'stale') await owner.query("UPDATE reviews SET status = 'approved', decided_at = now() WHERE id = $1", [id]);
  const decided = status === 'changes' ? null : new Date();
  await owner.query('UPDATE reviews SET status = $2, decided_at = coalesce(decided_at, $3) WHERE id = $1', [id, status, decided]);
  return review;
}

/** A seat of a person, or of a pool. */
export async function makeSeat(
  review: TestReview,
  holder: { id: string } | { role: string },
  more: Record<string, unknown> = {},
): Promise<string> {
  const id = newId();
  const held = 'id' in holder ? { user_id: holder.id } : { role: holder.role };
  await insertRow('review_seats', { id, review_id: review.id, team_id: review.teamId, ...held, ...more });
  return id;
}

/** A vote as cast in the first round. */
export async function makeVote(
  review: TestReview,
  person: { id: string },
  decision: Decision,
  more: Record<string, unknown> = {},
): Promise<void> {
  await insertRow('review_votes', {
    id: newId(),
    review_id: review.id,
    team_id: review.teamId,
    user_id: person.id,
    round: 1,
    decision,
    ...more,
  });
}

/** A condition of the first round's approval, due in a week. */
export async function makeTask(
  review: TestReview,
  person: TestPerson | { id: string },
  more: Record<string, unknown> = {},
): Promise<string> {
  const id = newId();
  const due = { due_at: new Date(Date.now() + 7 * 86_400_000) };
  await insertRow('review_tasks', {
    id,
    review_id: review.id,
    team_id: review.teamId,
    title: 'Mend it',
    owner_id: person.id,
    ...due,
    ...more,
  });
  return id;
}

/** Whether a gate may count on an approval of this asset at a moment. */
export const isCounted = (assetId: string, at = new Date()): Promise<boolean> =>
  read(houseScope(null), async (reader) => {
    const rows = await reader.rows(Prisma.sql`SELECT FROM approvals p WHERE p.asset_id = ${assetId}::uuid AND ${isFresh(at)}`);
    return rows.length > 0;
  });
