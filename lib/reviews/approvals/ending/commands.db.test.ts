import { call } from '@orpc/server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import '#lib/composition.ts';
import { type Actor, houseScope } from '#lib/access/policy.ts';
import {
  contextOf,
  eventsOf,
  makeActor,
  makeAsset,
  makePerson,
  makeTeam,
  makeVersion,
  type TestAsset,
  type TestTeam,
} from '#lib/access/testing.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { stopJobs } from '#lib/platform/jobs.ts';
import { insertRow, owner } from '#lib/platform/testing.ts';
import { transact } from '#lib/platform/transact.ts';
import { isCounted, makeReview } from '../../testing.ts';
import { approve, lapse } from '../commands.ts';
import { approvalOperations as approvals } from '../procedures.ts';
import { expire, remind } from './commands.ts';

let team: TestTeam;
let lead: Actor;
let model: TestAsset;

beforeEach(async () => {
  team = await makeTeam();
  lead = await makeActor([team, 'lead']);
  model = await makeAsset(team, { name: 'Fraud scorer' });
});
afterEach(stopJobs);

const as = (actor: Actor) => ({ context: contextOf(actor) });
const house = { actorId: null, requestId: 'test', operationId: newId() };

/** An approved review of the model's version 3.1, with its approval. */
async function approved(more: Record<string, unknown> = {}): Promise<{ id: string; review: string }> {
  const version = await makeVersion(model, { label: '3.1' });
  const review = await makeReview(model, { status: 'approved', more: { version_id: version.id, ...more } });
  const id = await transact(houseScope(null), house, 'review.approved', (change) => approve(change, review.id));
  return { id: id ?? '', review: review.id };
}

async function stored(id: string) {
  const { rows } = await owner.query(
    'SELECT p.status, p.stale_reason AS reason, r.status AS review FROM approvals p JOIN reviews r ON r.id = p.review_id WHERE p.id = $1',
    [id],
  );
  return rows[0];
}

test('time is judged at the moment of reading, whatever is stored; a job writes it down once', async () => {
  const { id, review } = await approved();
  await owner.query(
    "UPDATE approvals SET approved_at = now() - interval '2 days', valid_until = now() - interval '1 second' WHERE id = $1",
    [id],
  );
  expect(await isCounted(model.id)).toBe(false);
  expect(await isCounted(model.id, new Date(Date.now() - 60_000))).toBe(true);
  const [before] = (await call(approvals.ofAsset, { id: model.id }, as(lead))).rows;
  expect(before).toMatchObject({ status: 'stale', staleness: { what: 'time.passed', path: [{ label: '3.1' }] } });
  expect(await Promise.all([expire(new Date()), expire(new Date())])).toContain(1);
  expect(await stored(id)).toMatchObject({ status: 'stale', review: 'stale', reason: { what: 'time.passed' } });
  expect(await expire(new Date())).toBe(0);
  expect((await eventsOf({ id: review })).map(({ event }) => event)).toEqual(['review.staled']);
});

test('a condition whose day has passed is told and not counted before anything was written down', async () => {
  const { review } = await approved();
  await owner.query("UPDATE reviews SET status = 'conditions' WHERE id = $1", [review]);
  const due = { title: 'Mend it', owner_id: lead.id, due_at: new Date(Date.now() + 60_000) };
  await insertRow('review_tasks', { id: newId(), review_id: review, team_id: team.id, ...due });
  const shown = async () => (await call(approvals.ofAsset, { id: model.id }, as(lead))).rows[0];
  expect(await shown()).toMatchObject({ status: 'fresh', judging: false, conditions: true });
  expect(await isCounted(model.id)).toBe(true);
  await owner.query("UPDATE review_tasks SET due_at = now() - interval '1 second' WHERE review_id = $1", [review]);
  expect(await shown()).toMatchObject({ judging: true });
  expect(await isCounted(model.id)).toBe(false);
});

test('people are reminded once before it ends', async () => {
  const asker = await makePerson({ roles: [[team, 'data_scientist']] });
  const { id } = await approved({ requested_by: asker.id });
  const later = new Date(Date.now() + 170 * 86_400_000);
  expect(await remind(new Date())).toBe(0);
  expect(await remind(later)).toBeGreaterThan(0);
  expect(await remind(later)).toBe(0);
  const { rows } = await owner.query('SELECT key FROM notifications WHERE user_id = $1', [asker.id]);
  expect(rows).toEqual([{ key: `approval.expiring ${id}` }]);
});

test('a missed condition takes it back', async () => {
  const { id, review } = await approved();
  await transact(houseScope(null), house, 'task.missed', async (change) => {
    await lapse(change, review);
    await change.record({ event: 'approval.staled', targetType: 'asset', targetId: model.id, teamId: team.id });
  });
  expect(await stored(id)).toMatchObject({ status: 'stale', reason: { what: 'task.missed' } });
});
