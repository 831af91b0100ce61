import { call } from '@orpc/server';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '#lib/access/policy.ts';
import {
  contextOf,
  eventsOf,
  makeActor,
  makeAsset,
  makeControl,
  makePerson,
  makeSafeguard,
  makeTeam,
  type TestAsset,
  type TestTeam,
} from '#lib/access/testing.ts';
import { insertRow, owner, refusal } from '#lib/platform/testing.ts';
import { router } from '#lib/router.ts';
import { reopenAllMissed } from '../jobs.ts';
import { makeReview, makeSeat, makeTask, makeTemplate, type TestReview } from '../testing.ts';

const { get, vote, answer, taskDone, taskUndone } = router.reviews;
const as = (actor: Actor) => ({ context: contextOf(actor) });
const tomorrow = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);

let team: TestTeam;
let asset: TestAsset;
let lead: Actor;
let reviewer: Actor;
let second: Actor;

beforeAll(async () => {
  team = await makeTeam();
  asset = await makeAsset(team);
  lead = await makeActor([team, 'lead']);
  reviewer = await makeActor([team, 'developer']);
  second = await makeActor([team, 'ml_engineer']);
});

const approve = (actor: Actor, { id }: { id: string }, round = 1) => call(vote, { id, round, decision: 'approve' }, as(actor));
const statusOf = async (review: TestReview) =>
  (await owner.query('SELECT status, round, version FROM reviews WHERE id = $1', [review.id])).rows[0] as {
    status: string;
    round: number;
    version: number;
  };
const namesOf = async (review: TestReview) => (await eventsOf(review)).map(({ event }) => event);

describe('a checklist', () => {
  it('is answered as one goes, and a stale version loses nothing', async () => {
    const template = await makeTemplate({
      items: [
        { id: 'card', question: 'Is there a card?', evidence: 'required' },
        { id: 'more', question: 'Anything else?', required: false },
      ],
    });
    const review = await makeReview(asset, { template });
    await makeSeat(review, reviewer);
    await makeSeat(review, second);
    const missing = await refusal(approve(reviewer, review), 'invalid');
    expect(missing.details.fields).toEqual({ card: 'Not answered yet.' });
    const one = { id: review.id, item: 'card', answer: 'yes', note: 'Mine' } as const;
    expect(await call(answer, { ...one, version: 0 }, as(reviewer))).toMatchObject({ version: 1 });
    const overtaken = await refusal(call(answer, { ...one, version: 0, answer: 'no', note: 'Theirs' }, as(second)), 'conflict');
    expect(overtaken.details.current).toMatchObject({ answer: 'yes', note: 'Mine', version: 1 });
    // Answered, but without the evidence that it asks for.
    await refusal(approve(reviewer, review), 'invalid');
    expect(await call(answer, { ...one, version: 1, link: 'https://example.org/card' }, as(reviewer))).toMatchObject({ version: 2 });
    expect((await refusal(call(answer, { ...one, version: 2, item: 'none' }, as(reviewer)), 'not_found')).message).toMatch(/question/);
    await expect(call(answer, { ...one, version: 2, link: 'ftp://x' }, as(reviewer))).rejects.toThrow('validation');
    await refusal(call(answer, { ...one, version: 2 }, as(lead)), 'forbidden');
    expect(await approve(reviewer, review)).toMatchObject({ status: 'approved' });
    await refusal(call(answer, { ...one, version: 2, note: 'Later' }, as(second)), 'conflict');
    expect((await call(get, { id: review.id }, as(lead))).checklist).toMatchObject([
      { id: 'card', answer: 'yes', version: 2, link: 'https://example.org/card' },
      { id: 'more', answer: null, version: 0 },
    ]);
  });

  it('keeps what was voted on', async () => {
    const review = await makeReview(asset, { template: await makeTemplate({ quorum: 2 }) });
    await makeSeat(review, reviewer);
    await makeSeat(review, second);
    await call(answer, { id: review.id, item: 'looked', version: 0, answer: 'yes' }, as(reviewer));
    await approve(reviewer, review);
    expect(
      (await refusal(call(answer, { id: review.id, item: 'looked', version: 1, answer: 'no' }, as(second)), 'conflict')).message,
    ).toMatch(/voted on this answer/);
    await call(answer, { id: review.id, item: 'looked', version: 1, answer: 'yes', note: 'Seen too' }, as(second));
  });

  it('keeps the evidence that was voted on', async () => {
    const items = [{ id: 'card', question: 'Is there a card?', evidence: 'required' as const }];
    const review = await makeReview(asset, { template: await makeTemplate({ quorum: 2, items }) });
    await makeSeat(review, reviewer);
    await makeSeat(review, second);
    const said = { id: review.id, item: 'card', answer: 'yes' as const };
    await call(answer, { ...said, version: 0, link: 'https://example.org/card' }, as(reviewer));
    await approve(reviewer, review);
    await refusal(call(answer, { ...said, version: 1, link: 'https://example.org/other' }, as(second)), 'conflict');
    await refusal(call(answer, { ...said, version: 1 }, as(second)), 'conflict');
  });

  it('verifies the controls that were answered with yes, by the rules of whoever verifies', async () => {
    const [good, bare] = [await makeControl(), await makeControl()];
    const ours = await makeAsset(team);
    const implementer = await makePerson();
    const state = { state: 'implemented', implemented_by: implementer.id, implemented_at: new Date() };
    const safeguard = await makeSafeguard(ours, good, state);
    await makeSafeguard(ours, bare, state);
    await insertRow('evidence', {
      id: crypto.randomUUID(),
      team_id: team.id,
      safeguard_id: safeguard.id,
      kind: 'text',
      title: 'Proof',
      content: 'Seen',
    });
    const items = [good, bare].map((control, at) => ({ id: `item-${at}`, question: 'Is it there?', control }));
    const review = await makeReview(ours, { template: await makeTemplate({ items }) });
    await makeSeat(review, lead);
    for (const { id } of items) await call(answer, { id: review.id, item: id, version: 0, answer: 'yes' }, as(lead));
    const outcome = await approve(lead, review);
    expect(outcome.controls).toMatchObject([
      { control: good, verified: true, why: null },
      { control: bare, verified: false, why: expect.stringMatching(/no evidence/) },
    ]);
    const { rows } = await owner.query('SELECT state, verified_by FROM safeguards WHERE id = $1', [safeguard.id]);
    expect(rows).toEqual([{ state: 'verified', verified_by: lead.id }]);
    expect((await eventsOf(safeguard)).map(({ event }) => event)).toEqual(['safeguard.verified']);
  });
});

describe('conditions', () => {
  const conditionally = async (due = tomorrow) => {
    const review = await makeReview(asset);
    await makeSeat(review, reviewer);
    const task = { title: 'Pin the base image', ownerId: second.id, due };
    expect(await call(vote, { id: review.id, round: 1, decision: 'conditions', tasks: [task] }, as(reviewer))).toMatchObject({
      status: 'conditions',
    });
    const [made] = (await call(get, { id: review.id }, as(second))).tasks;
    return { review, task: made as NonNullable<typeof made> };
  };

  it('are met by whoever owns the task', async () => {
    const { review, task } = await conditionally();
    expect(task).toMatchObject({ owner: { id: second.id }, mayChange: true, round: 1 });
    await refusal(call(taskDone, { id: review.id, task: task.id, version: 1 }, as(reviewer)), 'forbidden');
    await refusal(call(taskDone, { id: review.id, task: task.id, version: 7 }, as(second)), 'conflict');
    expect(await call(taskDone, { id: review.id, task: task.id, version: 1 }, as(second))).toMatchObject({
      status: 'approved',
      task: { doneBy: { id: second.id } },
    });
    expect(await call(taskUndone, { id: review.id, task: task.id, version: 2 }, as(second))).toMatchObject({ status: 'conditions' });
    expect(await namesOf(review)).toEqual(['review.voted', 'review.approved_with_conditions', 'review.task_done', 'review.task_undone']);
  });

  it('that are missed open the review again, once, and take its approval back', async () => {
    const { review, task } = await conditionally();
    await reopenAllMissed();
    expect(await statusOf(review)).toMatchObject({ status: 'conditions' });
    await owner.query("UPDATE review_tasks SET due_at = now() - interval '1 minute' WHERE id = $1", [task.id]);
    await Promise.all([reopenAllMissed(), reopenAllMissed()]);
    await reopenAllMissed();
    expect(await statusOf(review)).toMatchObject({ status: 'open', round: 2 });
    expect((await namesOf(review)).filter((name) => name === 'review.reopened')).toHaveLength(1);
    const { rows } = await owner.query('SELECT status FROM approvals WHERE review_id = $1', [review.id]);
    expect(rows).toEqual([{ status: 'stale' }]);
    await refusal(call(taskDone, { id: review.id, task: task.id, version: 2 }, as(second)), 'conflict');
    expect(await approve(reviewer, review, 2)).toMatchObject({ status: 'approved', round: 2 });
  });

  it('name an active person and a day ahead', async () => {
    const review = await makeReview(asset);
    await makeSeat(review, reviewer);
    const asked = (task: { title: string; ownerId: string; due: string }) =>
      call(vote, { id: review.id, round: 1, decision: 'conditions', tasks: [task] }, as(reviewer));
    const gone = await makePerson({ status: 'deactivated' });
    expect((await refusal(asked({ title: 'x', ownerId: gone.id, due: tomorrow }), 'invalid')).details.fields).toHaveProperty(
      'tasks.0.ownerId',
    );
    expect((await refusal(asked({ title: 'x', ownerId: lead.id, due: '2020-01-01' }), 'invalid')).details.fields).toHaveProperty(
      'tasks.0.due',
    );
    await expect(call(vote, { id: review.id, round: 1, decision: 'conditions', tasks: [] }, as(reviewer))).rejects.toThrow('validation');
    await makeTask(review, lead);
  });
});
