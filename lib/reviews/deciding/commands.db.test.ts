import { call } from '@orpc/server';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '#lib/access/policy.ts';
import {
  contextOf,
  eventsOf,
  giveRole,
  makeActor,
  makeAsset,
  makeControl,
  makeOrganisationActor,
  makePerson,
  makeSafeguard,
  makeTeam,
  makeVersion,
  type TestAsset,
  type TestTeam,
} from '#lib/access/testing.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { router } from '#lib/router.ts';
import { makeReview, makeSeat, makeTemplate, makeVote, type TestReview } from '../testing.ts';

const { get, vote, breakGlass, reopen, withdraw, setDue, deciders } = router.reviews;
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

describe('a vote', () => {
  it('approves by its quorum of different people, and gives an approval', async () => {
    const review = await makeReview(asset, { template: await makeTemplate({ quorum: 2 }) });
    await makeSeat(review, reviewer);
    await makeSeat(review, { role: 'ml_engineer' });
    expect(await approve(reviewer, review)).toMatchObject({ status: 'open', round: 1 });
    // The same once more, as after a lost answer: nothing new.
    expect(await approve(reviewer, review)).toMatchObject({ status: 'open' });
    expect(await approve(second, review)).toMatchObject({ status: 'approved' });
    expect(await approve(second, review)).toMatchObject({ status: 'approved' });
    expect(await namesOf(review)).toEqual(['review.voted', 'review.seat_claimed', 'review.voted', 'review.approved']);
    const { rows } = await owner.query('SELECT status FROM approvals WHERE review_id = $1', [review.id]);
    expect(rows).toEqual([{ status: 'fresh' }]);
    const shown = await call(get, { id: review.id }, as(second));
    expect(shown).toMatchObject({ status: 'approved', approvals: 2, may: { decide: false } });
    expect(shown.seats.map(({ decision }) => decision)).toEqual(['approve', 'approve']);
  });

  it('asks for changes, and counts anew in the next round', async () => {
    const requester = await makeActor([team, 'developer']);
    const review = await makeReview(asset, { template: await makeTemplate({ quorum: 2 }), more: { requested_by: requester.id } });
    await makeSeat(review, reviewer);
    await makeSeat(review, second);
    await approve(reviewer, review);
    await expect(call(vote, { id: review.id, round: 1, decision: 'changes', comment: '' }, as(second))).rejects.toThrow('validation');
    expect(await call(vote, { id: review.id, round: 1, decision: 'changes', comment: 'Pin it.' }, as(second))).toMatchObject({
      status: 'changes',
    });
    const { version } = await statusOf(review);
    await refusal(call(reopen, { id: review.id, version, note: 'Pinned' }, as(second)), 'forbidden');
    await refusal(call(reopen, { id: review.id, version: version - 1, note: 'Pinned' }, as(requester)), 'conflict');
    await call(reopen, { id: review.id, version, note: 'Pinned' }, as(requester));
    expect(await statusOf(review)).toMatchObject({ status: 'open', round: 2 });
    // Whoever still looks at the first round looks once more.
    await refusal(
      call(
        vote,
        { id: review.id, round: 1, decision: 'conditions', tasks: [{ title: 'x', ownerId: lead.id, due: tomorrow }] },
        as(reviewer),
      ),
      'conflict',
    );
    await approve(second, review, 2);
    expect(await statusOf(review)).toMatchObject({ status: 'open' });
    expect(await approve(reviewer, review, 2)).toMatchObject({ status: 'approved', round: 2 });
  });

  it('rejects at once, with a reason', async () => {
    const review = await makeReview(asset, { template: await makeTemplate({ quorum: 2 }) });
    await makeSeat(review, reviewer);
    await makeSeat(review, second);
    expect(await call(vote, { id: review.id, round: 1, decision: 'reject', comment: 'Poisoned.' }, as(reviewer))).toMatchObject({
      status: 'rejected',
    });
    await refusal(approve(second, review), 'conflict');
  });

  it('is refused to whoever asked, owns, registered or implemented, and to who is not asked; administrators too', async () => {
    const admin = await makeOrganisationActor('admin');
    const ownerOf = await makeActor([team, 'lead']);
    const registrar = await makeActor([team, 'developer']);
    const implementer = await makeActor([team, 'developer']);
    const owned = await makeAsset(team, { more: { owner_id: ownerOf.id } });
    const version = await makeVersion(owned, { more: { registered_by: registrar.id } });
    const control = await makeControl();
    await makeSafeguard(owned, control, { state: 'implemented', implemented_by: implementer.id, implemented_at: new Date() });
    const template = await makeTemplate({ items: [{ id: 'signed', question: 'Signed?', required: false, control }] });
    const review = await makeReview(owned, { template, more: { requested_by: admin.id, version_id: version.id } });
    for (const [actor, why] of [
      [admin, /asked for this review/],
      [ownerOf, /own this asset/],
      [registrar, /registered this version/],
      [implementer, /implemented a control/],
    ] as const) {
      await makeSeat(review, actor);
      expect((await refusal(approve(actor, review), 'forbidden')).message).toMatch(why);
      expect(
        (
          await refusal(
            call(breakGlass, { id: review.id, round: 1, reason: 'It is on fire, and nobody is there.' }, as(actor)),
            'forbidden',
          )
        ).message,
      ).toMatch(why);
      const shown = await call(get, { id: review.id }, as(actor));
      expect(shown.hindrance).toMatch(why);
      expect(shown.may).toMatchObject({ decide: false, breakGlass: false, answer: false });
      await expect(makeVote(review, actor, 'approve')).rejects.toMatchObject({ code: 'GH005' });
    }
    expect((await refusal(approve(reviewer, review), 'forbidden')).message).toMatch(/not asked/);
    const judged = await call(deciders, { id: review.id }, as(reviewer));
    expect(judged.cannot.map(({ id }) => id).sort()).toEqual([admin.id, ownerOf.id, registrar.id, implementer.id].sort());
    expect(judged.can.some(({ id }) => id === reviewer.id)).toBe(true);
  });

  it('is refused without the right, out of scope, and to a service account', async () => {
    const review = await makeReview(asset);
    const elsewhere = await makeActor([await makeTeam(), 'lead']);
    const viewer = await makeActor([team, 'viewer']);
    await makeSeat(review, { role: 'any' });
    await refusal(approve(elsewhere, review), 'not_found');
    await refusal(approve(viewer, review), 'forbidden');
    await refusal(call(get, { id: review.id }, as(elsewhere)), 'not_found');
  });

  it('is refused to whoever owned the asset for a moment while the review waited', async () => {
    const mine = await makeAsset(team);
    const review = await makeReview(mine);
    await makeSeat(review, reviewer);
    const hand = async (ownerId: string | null) => {
      const { version } = await call(router.assets.get, { id: mine.id }, as(lead));
      await call(router.assets.edit, { id: mine.id, version, ownerId }, as(lead));
    };
    await hand(reviewer.id);
    await hand(lead.id);
    expect((await refusal(approve(reviewer, review), 'forbidden')).message).toMatch(/asked for, or since/);
    await expect(makeVote(review, reviewer, 'approve')).rejects.toMatchObject({ code: 'GH005' });
    await makeSeat(review, second);
    expect(await approve(second, review)).toMatchObject({ status: 'approved' });
  });

  it('of whoever owns the asset by now counts no longer', async () => {
    const owned = await makeAsset(team);
    const review = await makeReview(owned, { template: await makeTemplate({ quorum: 2, reviewers: [] }) });
    await makeSeat(review, { role: 'any' });
    await makeSeat(review, { role: 'any' });
    await makeSeat(review, { role: 'any' });
    await approve(reviewer, review);
    await owner.query('UPDATE assets SET owner_id = $2 WHERE id = $1', [owned.id, reviewer.id]);
    expect(await approve(second, review)).toMatchObject({ status: 'open' });
    expect(await approve(lead, review)).toMatchObject({ status: 'approved' });
  });

  it('of somebody who lost the role meanwhile is refused', async () => {
    const person = await makePerson({ roles: [[team, 'developer']] });
    const { actorOf } = await import('#lib/access/testing.ts');
    const actor = await actorOf(person);
    const review = await makeReview(asset);
    await makeSeat(review, person);
    await giveRole(person, team, 'viewer');
    await refusal(approve(await actorOf(person), review), 'forbidden');
    // Even where the request came in before.
    const { stillHeld } = await import('#lib/access/still-held.ts');
    const { castVote } = await import('./commands.ts');
    const act = { actorId: actor.id, requestId: 'r', operationId: review.id, recheck: stillHeld(actor) };
    await refusal(castVote(actor, act, { id: review.id, round: 1, decision: 'approve', comment: '' }), 'conflict');
    await owner.query("UPDATE users SET status = 'deactivated' WHERE id = $1", [person.id]);
    await refusal(castVote(actor, act, { id: review.id, round: 1, decision: 'approve', comment: '' }), 'unauthenticated');
    expect(await statusOf(review)).toMatchObject({ status: 'open' });
  });

  it('at the same instant as another decides once', async () => {
    for (const quorum of [1, 2]) {
      const review = await makeReview(asset, { template: await makeTemplate({ quorum }) });
      for (const each of [reviewer, second, lead]) await makeSeat(review, each);
      const outcomes = await Promise.allSettled([approve(reviewer, review), approve(second, review), approve(lead, review)]);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(quorum);
      const { rows } = await owner.query('SELECT count(*)::int AS n FROM approvals WHERE review_id = $1', [review.id]);
      expect(rows).toEqual([{ n: 1 }]);
      expect((await namesOf(review)).filter((name) => name === 'review.approved')).toHaveLength(1);
    }
  });

  it('that arrives twice at once decides once', async () => {
    const review = await makeReview(asset);
    await makeSeat(review, reviewer);
    const outcomes = await Promise.all([approve(reviewer, review), approve(reviewer, review), approve(reviewer, review)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['approved', 'approved', 'approved']);
    expect(await namesOf(review)).toEqual(['review.voted', 'review.approved']);
  });
});

describe('breaking the glass', () => {
  const reason = 'The endpoint leaks customer data, and both reviewers are away.';

  it('takes two people, and is marked for ever', async () => {
    const review = await makeReview(asset, { template: await makeTemplate({ quorum: 3, items: [{ id: 'q', question: 'Answered?' }] }) });
    expect(await call(breakGlass, { id: review.id, round: 1, reason }, as(reviewer))).toMatchObject({ status: 'open' });
    expect((await call(get, { id: review.id }, as(lead))).glassBrokenBy).toMatchObject({ id: reviewer.id });
    expect(await call(breakGlass, { id: review.id, round: 1, reason }, as(reviewer))).toMatchObject({ status: 'open' });
    await expect(call(breakGlass, { id: review.id, round: 1, reason: 'Quick.' }, as(second))).rejects.toThrow('validation');
    expect(await call(breakGlass, { id: review.id, round: 1, reason }, as(second))).toMatchObject({ status: 'approved' });
    expect(await call(get, { id: review.id }, as(lead))).toMatchObject({ breakGlass: true, glassBrokenBy: null });
    await expect(owner.query('UPDATE reviews SET break_glass = false WHERE id = $1', [review.id])).rejects.toMatchObject({ code: 'GH006' });
    expect((await namesOf(review)).filter((name) => name === 'review.glass_broken')).toHaveLength(2);
  });

  it('asks for a fresh proof of who is there', async () => {
    const review = await makeReview(asset);
    const stale = { ...reviewer, confirmedAt: new Date(Date.now() - 3_600_000) };
    const refused = await refusal(call(breakGlass, { id: review.id, round: 1, reason }, as(stale)), 'forbidden');
    expect(refused.details.confirm).toBe(true);
  });
});

describe('around a decision', () => {
  it('nothing goes on where the asset is retired, but it is withdrawn', async () => {
    const review = await makeReview(await makeAsset(team, { more: { status: 'retired' } }));
    await makeSeat(review, reviewer);
    expect((await refusal(approve(reviewer, review), 'conflict')).message).toMatch(/retired/);
    expect((await call(get, { id: review.id }, as(lead))).may).toMatchObject({ assign: false, decide: false, withdraw: true });
    await call(withdraw, { id: review.id, version: 1 }, as(lead));
  });

  it('whoever asked withdraws; others do not; once', async () => {
    const requester = await makeActor([team, 'developer']);
    const review = await makeReview(asset, { more: { requested_by: requester.id } });
    await refusal(call(withdraw, { id: review.id, version: 1 }, as(reviewer)), 'forbidden');
    await refusal(call(withdraw, { id: review.id, version: 2 }, as(requester)), 'conflict');
    await call(withdraw, { id: review.id, version: 1, note: 'Registered anew' }, as(requester));
    await refusal(call(withdraw, { id: review.id, version: 2 }, as(requester)), 'conflict');
    expect(await namesOf(review)).toEqual(['review.withdrawn']);
  });

  it('the lead sets until when', async () => {
    const review = await makeReview(asset);
    await refusal(call(setDue, { id: review.id, version: 1, due: tomorrow }, as(reviewer)), 'forbidden');
    await refusal(call(setDue, { id: review.id, version: 1, due: '2020-01-01' }, as(lead)), 'invalid');
    await call(setDue, { id: review.id, version: 1, due: tomorrow }, as(lead));
    expect(await namesOf(review)).toEqual(['review.due_changed']);
  });
});

describe('the database', () => {
  it('keeps a review from being approved without its quorum', async () => {
    const review = await makeReview(asset, { template: await makeTemplate({ quorum: 2 }) });
    await makeVote(review, await makePerson(), 'approve');
    await expect(owner.query("UPDATE reviews SET status = 'approved' WHERE id = $1", [review.id])).rejects.toMatchObject({ code: 'GH007' });
    await expect(
      owner.query("UPDATE reviews SET status = 'approved', break_glass = true WHERE id = $1", [review.id]),
    ).rejects.toMatchObject({ code: 'GH007' });
    await makeVote(review, await makePerson(), 'approve');
    await owner.query("UPDATE reviews SET status = 'approved' WHERE id = $1", [review.id]);
  });

  it('keeps what a review is about, its arrows and its rounds', async () => {
    const review = await makeReview(asset);
    for (const set of [
      'quorum = 2',
      "status = 'stale'",
      "status = 'open', round = 2",
      'round = 2',
      'requested_by = gen_random_uuid()',
      "owners = '{}'::uuid[] || gen_random_uuid()",
    ])
      await expect(owner.query(`UPDATE reviews SET ${set} WHERE id = $1`, [review.id]), set).rejects.toMatchObject({ code: 'GH006' });
    await expect(makeVote(review, await makePerson(), 'approve', { round: 2 })).rejects.toMatchObject({ code: 'GH006' });
    await owner.query("UPDATE reviews SET status = 'withdrawn' WHERE id = $1", [review.id]);
    await expect(makeVote(review, await makePerson(), 'approve')).rejects.toMatchObject({ code: 'GH006' });
  });
});
