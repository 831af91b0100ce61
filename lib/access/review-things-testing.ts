/** For tests alone: a review of a team's asset and all that hangs on it, with a mark in whatever people wrote, or without. */
import { createHash } from 'node:crypto';
import { newId } from '#lib/platform/identifiers.ts';
import { insertRow } from '#lib/platform/testing.ts';
import type { TestAsset, TestPerson } from './testing.ts';

// Of the built-in templates: one of its own would be seen by everybody.
const template = { template: 'model-release', template_number: 1 };

/** Texts that are no one's secret: closed lists of words, keys and rules of what is everybody's, digests of what has no mark in it. */
export const openOfReviews: Readonly<Record<string, readonly string[]>> = {
  approvals: ['stage', 'upstream', 'root_digest', 'status', 'governed', 'upstream_digest'],
  approvals_due: ['what', 'before'],
  review_answers: ['answer', 'item'],
  review_files: ['sha256', 'item'],
  review_schedules: ['template', 'time_zone', 'assignment', 'rule'],
  review_seats: ['role', 'source'],
  review_votes: ['decision'],
  reviews: ['subject', 'stage', 'template', 'status', 'cause'],
  reviews_due: ['trigger', 'before', 'after'],
};

/** What a team's reviews are known by in operations, their texts marked; with an empty mark, things like any other. */
export async function fillReviews(asset: TestAsset, person: TestPerson, mark: string): Promise<Record<string, unknown>> {
  const team = { team_id: asset.teamId };
  const said = (what: string) => `${what} ${mark}`.trim();
  const id = newId();
  const soon = new Date(Date.now() + 5 * 86_400_000);
  const asked = {
    title: said('Release'),
    reason: said('For the release'),
    cause: 'schedule',
    cause_ref: said('ref'),
    requested_by: person.id,
  };
  await insertRow('reviews', { id, ...team, asset_id: asset.id, subject: 'version', ...template, ...asked, due_at: soon });
  const of = { ...team, review_id: id };
  const [seatId, taskId, commentId, fileId, scheduleId] = [newId(), newId(), newId(), newId(), newId()];
  await insertRow('review_seats', { id: seatId, ...of, role: 'lead', source: 'template' });
  await insertRow('review_votes', { id: newId(), ...of, user_id: newId(), round: 1, decision: 'approve', comment: said('Seen') });
  await insertRow('review_answers', { ...of, item: 'model-card', answer: 'yes', note: said('Noted'), link: `https://example.org/${mark}` });
  await insertRow('review_tasks', { id: taskId, ...of, title: said('Mend it'), owner_id: person.id, due_at: soon });
  await insertRow('review_comments', { id: commentId, ...of, author_id: person.id, body: said('Look here'), mentions: [person.id] });
  const bytes = Buffer.from(said('attached'));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await insertRow('review_files', {
    id: fileId,
    ...of,
    name: `${said('proof')}.txt`,
    type: said('text/plain'),
    size: bytes.length,
    sha256,
  });
  await insertRow('review_file_chunks', { ...team, file_id: fileId, position: 0, bytes });
  const governed = { stage: 'develop', exposure: 'internal', dataClass: 'internal' };
  const kept = { upstream_digest: 'a'.repeat(64), governed, valid_until: soon, moment: 1 };
  const stale = { status: 'stale', stale_at: new Date(), stale_reason: { what: 'signal.raised', title: said('Seen') } };
  await insertRow('approvals', { id: newId(), ...of, asset_id: asset.id, ...kept, ...stale });
  const rule = 'DTSTART:20260101T000000Z\nRRULE:FREQ=YEARLY';
  const schedule = {
    name: said('Each year'),
    rule,
    time_zone: 'UTC',
    template: 'model-release',
    filter: said('q=x'),
    assignment: { by: 'template' },
  };
  await insertRow('review_schedules', { id: scheduleId, ...team, ...schedule, created_by: person.id });
  await insertRow('reviews_due', {
    ...team,
    asset_id: asset.id,
    trigger: 'exposure.changed',
    before: 'internal',
    after: 'public',
    transaction: 0,
  });
  return {
    ...{
      'reviews/{id}': id,
      'seats/{seat}': seatId,
      'tasks/{task}': taskId,
      'answers/{item}': 'model-card',
      'bulk/{operationId}': newId(),
    },
    ...{
      'review-comments/{commentId}': commentId,
      'review-files/{fileId}': fileId,
      'schedules/{id}': scheduleId,
      'templates/{key}': template.template,
      'delegations/{id}': newId(),
    },
    ...{ reviewId: id, template: 'model-release', round: 1 },
  };
}
