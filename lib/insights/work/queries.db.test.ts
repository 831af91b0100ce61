import { call } from '@orpc/server';
import { beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import type { Actor } from '#lib/access/policy.ts';
import {
  actorOf,
  contextOf,
  giveRole,
  makeAsset,
  makeOrganisationActor,
  makePerson,
  makeRisk,
  makeTeam,
  type TestAsset,
  type TestPerson,
  type TestTeam,
} from '#lib/access/testing.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { insertRow, owner } from '#lib/platform/testing.ts';
import { makeReview, makeSeat, makeTemplate, makeVote } from '#lib/reviews/testing.ts';
import { workOperations as work } from './procedures.ts';
import type { WorkInput } from './schema.ts';

const day = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * day);
let team: TestTeam;
let other: TestTeam;
let person: TestPerson;
let me: Actor;
let asset: TestAsset;
let mine: TestAsset;
const as = (actor: Actor) => ({ context: contextOf(actor) });
const titles = async (input: z.input<typeof WorkInput>, actor = me) =>
  (await call(work.list, input, as(actor))).rows.map(({ title }) => title);

beforeAll(async () => {
  [team, other] = [await makeTeam({ name: 'Fraud analytics' }), await makeTeam()];
  person = await makePerson({ roles: [[team, 'data_scientist']] });
  me = await actorOf(person);
  asset = await makeAsset(team, { name: 'Scorer', kind: 'model' });
  mine = await makeAsset(team, { name: 'Mine', kind: 'model', more: { owner_id: person.id } });
});

const seated = async (title: string, dueAt: Date, more: Record<string, unknown> = {}, on = asset) => {
  const review = await makeReview(on, { more: { title, due_at: dueAt, ...more } });
  await makeSeat(review, person);
  return review;
};

describe('what waits', () => {
  test('is what one holds a seat of and has not decided, by day, with what it is about', async () => {
    await seated('Later', inDays(5));
    await seated('Overdue', inDays(-1));
    await makeVote(await seated('Voted', inDays(1)), person, 'approve');
    await seated('Given back', inDays(1)).then((review) => makeSeat(review, person, { released_at: new Date() }).catch(() => undefined));
    const closed = await makeReview(asset, { status: 'withdrawn', more: { title: 'Withdrawn' } });
    await makeSeat(closed, person);
    const { rows } = await call(work.list, { part: 'waiting' }, as(me));
    expect(rows.map(({ title, overdue }) => ({ title, overdue }))).toEqual([
      { title: 'Overdue', overdue: true },
      { title: 'Given back', overdue: false },
      { title: 'Later', overdue: false },
    ]);
    expect(rows[0]).toMatchObject({ thing: 'review', asset: { name: 'Scorer', kind: 'model' }, teamName: 'Fraud analytics' });
    expect(rows[0]?.href).toBe(`/reviews/${rows[0]?.id}`);
  });

  test('stands where its review’s day is moved to, whatever else is written on the seat', async () => {
    const reader = await makePerson({ roles: [[team, 'data_scientist']] });
    const [first, second] = [
      await makeReview(asset, { more: { title: 'A', due_at: inDays(2) } }),
      await makeReview(asset, { more: { title: 'B', due_at: inDays(3) } }),
    ];
    for (const each of [first, second]) await makeSeat(each, reader);
    const actor = await actorOf(reader);
    expect(await titles({ part: 'waiting' }, actor)).toEqual(['A', 'B']);
    await owner.query('UPDATE reviews SET due_at = $2 WHERE id = $1', [first.id, inDays(9)]);
    expect(await titles({ part: 'waiting' }, actor)).toEqual(['B', 'A']);
    await owner.query('UPDATE review_seats SET waits_until = NULL WHERE review_id = $1', [second.id]);
    expect(await titles({ part: 'waiting' }, actor)).toEqual(['B', 'A']);
  });

  test('goes with the team: who lost it sees none of it, nor its count', async () => {
    const leaver = await makePerson({ roles: [[other, 'developer']] });
    const review = await makeReview(asset, { more: { title: 'Of a team that was left' } });
    await makeSeat(review, leaver);
    const actor = await actorOf(leaver);
    expect(await titles({ part: 'waiting' }, actor)).toEqual([]);
    expect((await call(work.counts, {}, as(actor))).counts.waiting).toBe(0);
  });

  test('pools are shown to whoever holds the role and may decide, and to nobody whom it concerns', async () => {
    const pooled = async (role: string, title: string, more: Record<string, unknown> = {}, on = asset) =>
      makeSeat(await makeReview(on, { more: { title, ...more } }), { role });
    await pooled('data_scientist', 'For my role');
    await pooled('any', 'For anybody');
    await pooled('lead', 'For leads');
    await pooled('any', 'Asked by me', { requested_by: person.id });
    await pooled('any', 'Of what I own', {}, mine);
    const built = await makeAsset(team, { kind: 'model' });
    const control = (await owner.query<{ key: string }>('SELECT key FROM controls ORDER BY key LIMIT 1')).rows[0]?.key;
    await insertRow('safeguards', {
      id: newId(),
      team_id: team.id,
      asset_id: built.id,
      control,
      state: 'implemented',
      implemented_by: person.id,
    });
    const template = await makeTemplate({ items: [{ id: 'built', question: 'Is it in place?', control }] });
    await makeSeat(await makeReview(built, { template, more: { title: 'Of what I implemented' } }), { role: 'any' });
    expect((await titles({ part: 'claimable' })).sort()).toEqual(['For anybody', 'For my role']);
  });

  test('a pool is of a role in its team, or of whoever holds it in the organisation', async () => {
    const [here, there] = [await makeTeam(), await makeTeam()];
    const pooled = async (where: TestTeam, role: string, title: string) =>
      makeSeat(await makeReview(await makeAsset(where), { more: { title } }), { role });
    await pooled(here, 'lead', 'For leads here');
    await pooled(there, 'lead', 'For leads there');
    await pooled(there, 'any', 'For anybody there');
    await pooled(here, 'security', 'For security');
    const lead = await makePerson({ roles: [[here, 'lead']] });
    const leading = await actorOf(lead);
    await makeSeat(await makeReview(await makeAsset(here), { more: { title: 'With a seat' } }), lead);
    expect(await titles({ part: 'claimable' }, leading)).toEqual(['For leads here']);
    expect((await titles({}, leading)).sort()).toEqual(['For leads here', 'With a seat']);
    await giveRole(lead, there, 'data_scientist');
    expect((await titles({ part: 'claimable' }, await actorOf(lead))).sort()).toEqual(['For anybody there', 'For leads here']);
    const security = await titles({ part: 'claimable', limit: 200 }, await makeOrganisationActor('security'));
    expect(security).toEqual(expect.arrayContaining(['For security', 'For anybody there']));
    expect(security).not.toEqual(expect.arrayContaining(['For leads here']));
  });

  test('acceptances and waivers wait for whoever may decide on them, and not for who asked', async () => {
    const analyst = await makeOrganisationActor('security');
    const risk = await makeRisk(asset);
    const requested = {
      team_id: team.id,
      asset_id: asset.id,
      reason: 'It pays for itself until the year is over',
      until: inDays(40),
      requested_by: person.id,
    };
    await insertRow('acceptances', { id: newId(), risk_id: risk.id, severity: 3, ...requested });
    await insertRow('waivers', { id: newId(), stage: 'deploy', requirement: 'controls', content: {}, ...requested });
    const { rows } = await call(work.list, { part: 'waiting' }, as(analyst));
    expect(rows.map(({ thing, dueAt }) => ({ thing, dueAt })).sort((a, b) => a.thing.localeCompare(b.thing))).toEqual([
      { thing: 'acceptance', dueAt: null },
      { thing: 'waiver', dueAt: null },
    ]);
    const asked = await call(work.list, { part: 'asked' }, as(me));
    expect(asked.rows.map(({ thing }) => thing)).toEqual(expect.arrayContaining(['acceptance', 'waiver', 'review']));
    const security = await makeOrganisationActor('security');
    await insertRow('waivers', {
      id: newId(),
      stage: 'monitor',
      requirement: 'own',
      content: { type: 'no_open_risk' },
      ...requested,
      requested_by: security.id,
    });
    expect(await titles({ part: 'waiting' }, security)).not.toContain('Risks, waived for Monitoring deployed models');
  });
});

describe('what is one’s own', () => {
  test('conditions, planned safeguards and risks with a day are tasks', async () => {
    const review = await makeReview(asset, { status: 'conditions', more: { title: 'Release' } });
    await insertRow('review_tasks', {
      ...{
        id: newId(),
        review_id: review.id,
        team_id: team.id,
        title: 'Sign the weights',
        owner_id: person.id,
        due_at: inDays(2),
        created_by: person.id,
      },
    });
    const { rows } = await call(work.list, { part: 'tasks' }, as(me));
    expect(rows).toMatchObject([{ thing: 'task', title: 'Sign the weights', detail: 'Release', href: `/reviews/${review.id}` }]);
  });

  test('approvals that went stale or end soon are shown until another stands in for them', async () => {
    const approval = async (stage: string, more: Record<string, unknown>) => {
      const review = await makeReview(mine, { status: 'approved', more: { title: `Approval for ${stage}` } });
      const owned = {
        id: newId(),
        review_id: review.id,
        team_id: team.id,
        asset_id: mine.id,
        stage,
        upstream_digest: '0'.repeat(64),
        moment: 0,
      };
      await insertRow('approvals', { ...owned, valid_until: inDays(100), ...more });
    };
    const stale = {
      status: 'stale',
      stale_at: inDays(-2),
      stale_reason: { what: 'signal.raised', asset: mine.id },
      approved_at: inDays(-9),
    };
    await approval('validate', stale);
    await approval('deploy', stale);
    await approval('deploy', {});
    await approval('develop', { valid_until: inDays(10) });
    await approval('monitor', { valid_until: inDays(-1), approved_at: inDays(-50) });
    expect((await titles({ part: 'stale' })).sort()).toEqual(['Approval for monitor', 'Approval for validate']);
    const { rows } = await call(work.list, { part: 'stale' }, as(me));
    expect(rows.map(({ detail }) => detail).sort()).toEqual(['A signal was raised on it.', 'Its time ran out.']);
    expect(await titles({ part: 'expiring' })).toEqual(['Approval for develop']);
  });
});

describe('what ends soon', () => {
  test('is an acceptance, a waiver or evidence that one asked for or owns, within thirty days', async () => {
    const asker = await makePerson({ roles: [[team, 'developer']] });
    const [analyst, risk] = [await makeOrganisationActor('security'), await makeRisk(asset)];
    const asked = { team_id: team.id, asset_id: asset.id, reason: 'It pays for itself until the year is over', requested_by: asker.id };
    const granted = { ...asked, status: 'granted', decided_by: analyst.id, decided_at: new Date() };
    await insertRow('acceptances', { id: newId(), risk_id: risk.id, severity: 3, until: inDays(20), ...granted });
    await insertRow('waivers', {
      ...granted,
      id: newId(),
      stage: 'deploy',
      requirement: 'controls',
      content: { type: 'controls_verified' },
      until: inDays(10),
    });
    await insertRow('waivers', {
      ...granted,
      id: newId(),
      stage: 'monitor',
      requirement: 'controls',
      content: { type: 'controls_verified' },
      until: inDays(40),
    });
    const { rows } = await call(work.list, { part: 'expiring' }, as(await actorOf(asker)));
    expect(rows.map(({ thing }) => thing)).toEqual(['waiver', 'acceptance']);
    expect(rows[0]?.title).toBe('Controls, waived for Deployment');
  });
});

describe('one order', () => {
  test('pages meet without a gap or a repetition, days first and what has none last', async () => {
    const analyst = await makeOrganisationActor('security');
    const reader = await makePerson();
    for (let at = 0; at < 7; at += 1) await makeSeat(await makeReview(asset, { more: { due_at: inDays(at % 3) } }), analyst);
    const whole = (await call(work.list, { limit: 200 }, as(analyst))).rows.map(({ id }) => id);
    const paged: string[] = [];
    for (let after: string | undefined; ; ) {
      const page = await call(work.list, { limit: 2, ...(after && { after }) }, as(analyst));
      paged.push(...page.rows.map(({ id }) => id));
      if (!page.next) break;
      after = page.next;
    }
    expect(paged).toEqual(whole);
    expect(await titles({}, await actorOf(reader))).toEqual([]);
  });

  test('a month holds what is due in it, in the zone of whoever asks', async () => {
    const zoned = await makePerson({ timeZone: 'Pacific/Auckland' });
    await giveRole(zoned, team, 'developer');
    const review = await makeReview(asset, { more: { title: 'At the turn', due_at: new Date('2030-05-31T12:30:00Z') } });
    await makeSeat(review, zoned);
    const actor = await actorOf(zoned);
    expect(await titles({ from: '2030-06-01', to: '2030-06-30' }, actor)).toEqual(['At the turn']);
    expect(await titles({ from: '2030-05-01', to: '2030-05-31' }, actor)).toEqual([]);
  });

  test('counts agree with the lists', async () => {
    const { counts } = await call(work.counts, {}, as(me));
    for (const part of ['waiting', 'tasks', 'claimable', 'asked', 'stale', 'expiring'] as const)
      expect(counts[part], part).toBe((await titles({ part, limit: 200 })).length);
  });

  test('a cursor that is none of ours is refused', async () => {
    await expect(call(work.list, { after: 'nonsense' }, as(me))).rejects.toMatchObject({ message: /not one of ours/ });
  });
});
