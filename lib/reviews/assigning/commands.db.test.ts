import { call } from '@orpc/server';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '#lib/access/policy.ts';
import {
  actorOf,
  contextOf,
  eventsOf,
  giveRole,
  makeActor,
  makeAsset,
  makeOrganisationActor,
  makePerson,
  makeTeam,
  type TestAsset,
  type TestTeam,
} from '#lib/access/testing.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { router } from '#lib/router.ts';
import { moveDelegations, reopenSeats } from '../jobs.ts';
import { makeReview, makeSeat, makeTask, makeTemplate, makeVote, type TestReview } from '../testing.ts';

const { get, candidates, addSeat, reassign, release, claim, assignPreview, assignMany, vote } = router.reviews;
const { delegations, people } = router;
const as = (actor: Actor) => ({ context: contextOf(actor) });
const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

let team: TestTeam;
let asset: TestAsset;
let lead: Actor;
let one: Actor;
let two: Actor;

beforeEach(async () => {
  team = await makeTeam();
  asset = await makeAsset(team);
  lead = await makeActor([team, 'lead']);
  one = await makeActor([team, 'developer']);
  two = await makeActor([team, 'ml_engineer']);
});

const holdersOf = async ({ id }: { id: string }) =>
  (
    (
      await owner.query(
        'SELECT user_id, role, source, delegated_from FROM review_seats WHERE review_id = $1 AND released_at IS NULL ORDER BY id',
        [id],
      )
    ).rows as {
      user_id: string | null;
      role: string | null;
    }[]
  ).map(({ user_id, role }) => user_id ?? role);
const namesOf = async (review: TestReview) => (await eventsOf(review)).map(({ event }) => event);

describe('a seat', () => {
  it('is given by whoever asked or manages, to whoever may decide', async () => {
    const asker = await makeActor([team, 'data_scientist']);
    const owned = await makeAsset(team, { more: { owner_id: two.id } });
    const review = await makeReview(owned, { more: { requested_by: asker.id } });
    const give = (to: { userId: string } | { role: string }, actor = asker) => call(addSeat, { id: review.id, to }, as(actor));
    await give({ userId: one.id });
    await refusal(give({ userId: one.id }), 'conflict');
    expect((await refusal(give({ userId: two.id }), 'invalid')).message).toMatch(/owns the asset/);
    expect((await refusal(give({ userId: asker.id }), 'invalid')).message).toMatch(/asked for this review/);
    await refusal(give({ userId: lead.id }, one), 'forbidden');
    await refusal(give({ userId: lead.id }, await makeActor([await makeTeam(), 'lead'])), 'not_found');
    await give({ role: 'lead' }, lead);
    expect((await refusal(give({ role: 'cloud_admin' }), 'invalid')).details.fields).toHaveProperty('role');
    expect(await holdersOf(review)).toEqual([one.id, 'lead']);
    expect(await namesOf(review)).toEqual(['review.assigned', 'review.assigned']);
  });

  it('of a pool is claimed by one who holds the role, and given back to it', async () => {
    const review = await makeReview(asset);
    const seat = await makeSeat(review, { role: 'developer' });
    expect((await call(get, { id: review.id }, as(one))).may).toMatchObject({ claim: seat, decide: true, release: null });
    expect((await call(get, { id: review.id }, as(two))).may).toMatchObject({ claim: null, decide: false });
    await refusal(call(claim, { id: review.id, seat }, as(two)), 'forbidden');
    const rival = await makeActor([team, 'developer']);
    const outcomes = await Promise.allSettled([
      call(claim, { id: review.id, seat }, as(one)),
      call(claim, { id: review.id, seat }, as(rival)),
    ]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const [holder] = await holdersOf(review);
    const winner = holder === one.id ? one : rival;
    await call(claim, { id: review.id, seat }, as(winner));
    await refusal(call(release, { id: review.id, seat }, as(two)), 'forbidden');
    await call(release, { id: review.id, seat }, as(winner));
    expect(await holdersOf(review)).toEqual(['developer']);
    expect(await namesOf(review)).toEqual(['review.seat_claimed', 'review.seat_released', 'review.assigned']);
  });

  it('goes to another until its holder has decided', async () => {
    const review = await makeReview(asset, { template: await makeTemplate({ quorum: 2 }) });
    const seat = await makeSeat(review, one);
    await refusal(call(reassign, { id: review.id, seat, userId: two.id }, as(one)), 'forbidden');
    const next = await call(reassign, { id: review.id, seat, userId: two.id }, as(lead));
    expect(await holdersOf(review)).toEqual([two.id]);
    await refusal(call(reassign, { id: review.id, seat, userId: one.id }, as(lead)), 'not_found');
    await call(vote, { id: review.id, round: 1, decision: 'approve' }, as(two));
    await refusal(call(reassign, { id: review.id, seat: next.id, userId: one.id }, as(lead)), 'conflict');
    await refusal(call(release, { id: review.id, seat: next.id }, as(two)), 'conflict');
  });

  it('has candidates, those with the fewest open first, then the longest idle', async () => {
    const busy = await makeReview(asset);
    await makeSeat(busy, one);
    await makeSeat(await makeReview(await makeAsset(team)), two, {
      assigned_at: new Date(Date.now() - 86_400_000),
      released_at: new Date(),
    });
    const review = await makeReview(await makeAsset(team, { more: { owner_id: lead.id } }));
    const { people: able, pools } = await call(candidates, { id: review.id }, as(lead));
    expect(able.filter(({ id }) => [one.id, two.id, lead.id].includes(id)).map(({ id, open, hindrance }) => [id, open, hindrance])).toEqual(
      [
        [two.id, 0, null],
        [one.id, 1, null],
        [lead.id, 0, 'owns the asset'],
      ],
    );
    expect(pools.find(({ role }) => role === 'developer')).toMatchObject({ name: 'Developer', people: 1 });
    expect(pools.find(({ role }) => role === 'lead')).toBeUndefined();
    expect((await call(candidates, { id: review.id, q: one.name }, as(lead))).people.map(({ id }) => id)).toEqual([one.id]);
    await refusal(call(candidates, { id: review.id }, as(await makeActor([team, 'viewer']))), 'forbidden');
  });
});

describe('many reviews', () => {
  const several = async (count: number) => {
    const reviews: TestReview[] = [];
    for (let at = 0; at < count; at += 1) reviews.push(await makeReview(await makeAsset(team)));
    return reviews;
  };

  it('are assigned as the preview says: balanced, by hand, to a pool', async () => {
    const reviews = await several(4);
    const ids = reviews.map(({ id }) => id);
    const input = { reviews: { of: 'reviews' as const, ids }, assignment: { by: 'balanced' as const, among: [one.id, two.id] } };
    const shown = await call(assignPreview, input, as(lead));
    expect(shown).toMatchObject({ matching: 4, asked: 4, unassigned: 0 });
    expect(shown.shares.map(({ gets }) => gets)).toEqual([2, 2]);
    const report = await call(assignMany, input, as(lead));
    expect(report).toMatchObject({ changed: 4, shares: shown.shares });
    const held = await Promise.all(reviews.map(holdersOf));
    expect(shown.rows.map(({ reviewers: [name] }) => (name === one.name ? one.id : two.id))).toEqual(held.map(([id]) => id));
    // Taking away what was not decided, and giving it anew.
    await makeVote(reviews[0] as TestReview, { id: held[0]?.[0] ?? '' }, 'approve');
    const replaced = await call(assignMany, { ...input, assignment: { by: 'pool', role: 'developer' }, replace: true }, as(lead));
    expect(replaced.changed).toBe(4);
    expect(await holdersOf(reviews[0] as TestReview)).toEqual([held[0]?.[0], 'developer']);
    expect(await holdersOf(reviews[1] as TestReview)).toEqual(['developer']);
  });

  it('are found by a filter; what cannot be assigned is told', async () => {
    const [first, second] = await several(2);
    await owner.query("UPDATE reviews SET status = 'withdrawn' WHERE id = $1", [second?.id]);
    const foreign = await makeReview(await makeAsset(await makeTeam()));
    const filter = { of: 'filter' as const, filter: { team: team.key, status: 'open' } };
    expect(await call(assignMany, { reviews: filter, assignment: { by: 'hand', people: [one.id] } }, as(lead))).toMatchObject({
      changed: 1,
    });
    const ids = [first?.id ?? '', second?.id ?? '', foreign.id];
    const report = await call(assignMany, { reviews: { of: 'reviews', ids }, assignment: { by: 'hand', people: [one.id] } }, as(lead));
    expect(report).toMatchObject({ changed: 0 });
    expect(report.left.map(({ why }) => why).sort()).toEqual([
      'It does not exist, or you may not see it.',
      'It is decided already.',
      'Nobody of those asked for may decide on it, or they hold a seat already.',
    ]);
    await refusal(call(assignMany, { reviews: filter, assignment: { by: 'hand', people: [one.id] } }, as(one)), 'forbidden');
  });
});

describe('being away', () => {
  it('hands seats on to whoever may decide, and back when it ends', async () => {
    const [open, owned, decided] = [
      await makeReview(asset),
      await makeReview(await makeAsset(team, { more: { owner_id: two.id } })),
      await makeReview(await makeAsset(team), { template: await makeTemplate({ quorum: 2 }) }),
    ];
    for (const review of [open, owned, decided]) await makeSeat(review, one);
    await makeVote(decided, one, 'approve');
    const made = await call(delegations.create, { toUserId: two.id, from: day(0), until: day(7), note: 'In the mountains' }, as(one));
    expect(made).toMatchObject({ moved: 1, kept: [{ id: owned.id, why: 'owns the asset' }] });
    expect([await holdersOf(open), await holdersOf(owned), await holdersOf(decided)]).toEqual([[two.id], [one.id], [one.id]]);
    expect((await call(get, { id: open.id }, as(two))).seats).toMatchObject([{ source: 'delegated', delegatedFrom: { id: one.id } }]);
    // What comes meanwhile goes there too; a second hop is none.
    const later = await makeReview(await makeAsset(team));
    await call(addSeat, { id: later.id, to: { userId: one.id } }, as(lead));
    expect(await holdersOf(later)).toEqual([two.id]);
    await call(delegations.create, { toUserId: lead.id, from: day(0), until: day(7) }, as(two));
    expect(await holdersOf(open)).toEqual([two.id]);
    const { given, taken } = await call(delegations.list, {}, as(two));
    expect([given, taken].map((each) => each.map(({ state, seats }) => [state, seats]))).toEqual([[['active', 0]], [['active', 2]]]);
    await refusal(call(delegations.create, { toUserId: lead.id, from: day(3), until: day(9) }, as(one)), 'conflict');
    await refusal(call(delegations.end, { id: made.id }, as(two)), 'not_found');
    await call(delegations.end, { id: made.id }, as(one));
    await call(delegations.end, { id: made.id }, as(one));
    expect([await holdersOf(open), await holdersOf(later)]).toEqual([[one.id], [one.id]]);
    expect((await eventsOf(made)).map(({ event }) => event)).toEqual(['delegation.created', 'delegation.started', 'delegation.ended']);
  });

  it('begins and ends by itself, once', async () => {
    const review = await makeReview(asset);
    await makeSeat(review, one);
    const made = await call(delegations.create, { toUserId: two.id, from: day(2), until: day(4) }, as(one));
    expect(made).toMatchObject({ moved: 0 });
    await moveDelegations();
    expect(await holdersOf(review)).toEqual([one.id]);
    await owner.query("UPDATE delegations SET from_at = now() - interval '1 hour' WHERE id = $1", [made.id]);
    await Promise.all([moveDelegations(), moveDelegations()]);
    expect(await holdersOf(review)).toEqual([two.id]);
    await owner.query("UPDATE delegations SET until_at = now() - interval '1 minute' WHERE id = $1", [made.id]);
    await Promise.all([moveDelegations(), moveDelegations()]);
    expect(await holdersOf(review)).toEqual([one.id]);
    expect((await eventsOf(made)).map(({ event }) => event)).toEqual(['delegation.created', 'delegation.started', 'delegation.ended']);
  });

  it('is refused where it makes no sense', async () => {
    const give = (input: { toUserId: string; from: string; until: string }) => call(delegations.create, input, as(one));
    await refusal(give({ toUserId: one.id, from: day(0), until: day(1) }), 'invalid');
    await refusal(give({ toUserId: two.id, from: day(-9), until: day(-3) }), 'invalid');
    await refusal(give({ toUserId: two.id, from: day(0), until: day(300) }), 'invalid');
    await refusal(give({ toUserId: (await makePerson({ status: 'deactivated' })).id, from: day(0), until: day(1) }), 'invalid');
    await refusal(call(delegations.list, {}, as(await makeActor([team, 'viewer']))), 'forbidden');
  });
});

describe('somebody who leaves', () => {
  let admin: Actor;

  beforeAll(async () => {
    admin = await makeOrganisationActor('admin');
  });

  it('leaves their seats and tasks to a successor, or to whoever may claim', async () => {
    const leaving = await makePerson({ roles: [[team, 'developer']] });
    const [open, owned] = [await makeReview(asset), await makeReview(await makeAsset(team, { more: { owner_id: two.id } }))];
    for (const review of [open, owned]) await makeSeat(review, leaving);
    const conditional = await makeReview(await makeAsset(team), { status: 'conditions' });
    const task = await makeTask(conditional, leaving);
    const { belongings } = await call(people.belongings, { id: leaving.id }, as(admin));
    expect(belongings.filter(({ count }) => count > 0).map(({ one: word, count }) => [word, count])).toEqual([
      ['review to decide', 2],
      ['task of a review', 1],
    ]);
    await call(people.deactivate, { id: leaving.id, successorId: two.id, revokeKnownTokens: false }, as(admin));
    expect([await holdersOf(open), await holdersOf(owned)]).toEqual([[two.id], ['any']]);
    expect((await owner.query('SELECT owner_id FROM review_tasks WHERE id = $1', [task])).rows).toEqual([{ owner_id: two.id }]);
  });

  it('or loses the right has their seats opened by themselves', async () => {
    const [gone, demoted] = [await makePerson({ roles: [[team, 'developer']] }), await makePerson({ roles: [[team, 'developer']] })];
    const [first, second, third] = [
      await makeReview(asset),
      await makeReview(await makeAsset(team)),
      await makeReview(await makeAsset(team)),
    ];
    await makeSeat(first, gone);
    await makeSeat(second, demoted, { role: 'developer' });
    await makeSeat(third, one);
    await reopenSeats();
    expect(await holdersOf(first)).toEqual([gone.id]);
    await owner.query("UPDATE users SET status = 'deactivated' WHERE id = $1", [gone.id]);
    await giveRole(demoted, team, 'viewer');
    await reopenSeats();
    await reopenSeats();
    expect([await holdersOf(first), await holdersOf(second), await holdersOf(third)]).toEqual([['any'], ['developer'], [one.id]]);
    expect(await namesOf(first)).toEqual(['review.assigned']);
    expect((await actorOf(demoted)).memberships[0]?.role.key).toBe('viewer');
  });
});
