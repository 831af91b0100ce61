import { call } from '@orpc/server';
import { async as parser, type VEvent } from 'node-ical';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/access/policy.ts';
import { actOf } from '#lib/access/procedure.ts';
import {
  actorOf,
  contextOf,
  eventsOf,
  makeActor,
  makeAsset,
  makeOrganisationActor,
  makePerson,
  makeSession,
  makeTeam,
  type TestAsset,
  type TestPerson,
  type TestTeam,
} from '#lib/access/testing.ts';
import { deactivatePerson } from '#lib/access/users/leaving/commands.ts';
import { handle } from '#lib/door.ts';
import { env } from '#lib/platform/env.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { insertRow, owner } from '#lib/platform/testing.ts';
import { makeReview, makeSeat } from '#lib/reviews/testing.ts';
import { workOperations } from '../procedures.ts';
import { workCalendarOperations as calendar } from './procedures.ts';

const day = 86_400_000;
const as = (actor: Actor) => ({ context: contextOf(actor) });
let team: TestTeam;
let asset: TestAsset;

beforeAll(async () => {
  team = await makeTeam({ name: 'Fraud; analytics' });
  asset = await makeAsset(team, { name: 'Scorer', kind: 'model' });
});

/** Somebody who proved who they are just now, as making an address asks. */
async function subscriber(): Promise<{ person: TestPerson; actor: Actor; address: string }> {
  const person = await makePerson({ roles: [[team, 'data_scientist']] });
  const actor = { ...(await actorOf(person)), sessionId: newId(), confirmedAt: new Date() };
  const { address } = await call(calendar.make, {}, as(actor));
  return { person, actor, address };
}

/** As a calendar asks: without cookie, session or token of its own. */
const asked = (address: string) => handle(new Request(address));
async function eventsIn(address: string): Promise<VEvent[]> {
  const answer = await asked(address);
  expect(answer.status).toBe(200);
  const parsed = await parser.parseICS(await answer.text());
  return Object.values(parsed).filter((each): each is VEvent => each?.type === 'VEVENT');
}

const seated = async (person: TestPerson, title: string, dueAt: Date, on = asset) => {
  const review = await makeReview(on, { more: { title, due_at: dueAt } });
  await makeSeat(review, person);
  return review;
};

describe('what a calendar reads', () => {
  test('is what My work shows: each thing at the moment until which it is due, with a way to it', async () => {
    const { person, actor, address } = await subscriber();
    const due = new Date(Math.floor((Date.now() + 3 * day) / 1000) * 1000);
    const review = await seated(person, 'Release, v2; “final”\nEND:VEVENT', due);
    await insertRow('review_tasks', {
      ...{ id: newId(), review_id: (await makeReview(asset, { status: 'conditions' })).id, team_id: team.id, title: 'Sign the weights' },
      ...{ owner_id: person.id, due_at: new Date(due.getTime() + day), created_by: person.id },
    });
    const events = await eventsIn(address);
    expect(events.map(({ summary }) => summary)).toEqual(['Review: Release, v2; “final”\nEND:VEVENT', 'Condition: Sign the weights']);
    const [first] = events;
    expect(first?.uid).toBe(`review.${review.id}.due@${new URL(env().GATEHOUSE_URL).hostname}`);
    expect(first?.start.toISOString()).toBe(due.toISOString());
    expect(JSON.stringify(first?.url)).toContain(`${env().GATEHOUSE_URL}/reviews/${review.id}`);
    expect(first?.description).toBe('Scorer\nFraud; analytics');
    expect(first?.categories).toEqual(expect.arrayContaining(['Review', 'Waiting for me']));
    const { rows } = await call(workOperations.list, { limit: 200 }, as(actor));
    expect(events.length).toBe(rows.filter(({ dueAt }) => dueAt !== null).length);
    expect((await eventsIn(address)).map(({ uid }) => uid)).toEqual(events.map(({ uid }) => uid));
  });

  test('says what it is, when to come again, and that nobody keeps it', async () => {
    const { address } = await subscriber();
    const answer = await asked(address);
    const text = await answer.text();
    expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('set-cookie')).toBeNull();
    for (const line of [
      'X-WR-CALNAME:Gatehouse: my work',
      'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
      'X-PUBLISHED-TTL:PT1H',
      'METHOD:PUBLISH',
    ])
      expect(text.replaceAll('\\:', ':').split('\r\n')).toContain(line);
    expect(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
  });

  test('holds the first five hundred of what is due', async () => {
    const { person, address } = await subscriber();
    const review = await makeReview(asset, { status: 'conditions' });
    await owner.query(
      `INSERT INTO review_tasks (id, review_id, team_id, title, owner_id, due_at, created_by)
       SELECT gen_random_uuid(), $1, $2, 'Task ' || n, $3, now() + n * interval '1 hour', $3 FROM generate_series(1, 520) n`,
      [review.id, team.id, person.id],
    );
    const events = await eventsIn(address);
    expect(events.length).toBe(500);
    expect(events.at(-1)?.summary).toBe('Condition: Task 500');
  });
});

describe('who reads it', () => {
  test('nobody without the token, in words that say nothing of it', async () => {
    const { address } = await subscriber();
    const wrong = address.slice(0, -4);
    const answer = await asked(wrong);
    expect(answer.status).toBe(404);
    expect(await answer.text()).not.toContain(wrong.split('=')[1]);
    expect((await asked(address.replace(/token=.*/, 'token='))).status).toBe(422);
    expect((await asked(address.replace(/\?.*/, ''))).status).toBe(422);
  });

  test('a team that was left is gone from it at once, and so are reviews of other teams', async () => {
    const { person, address } = await subscriber();
    await seated(person, 'In the team', new Date(Date.now() + day));
    const elsewhere = await makeAsset(await makeTeam(), { kind: 'model' });
    await seated(person, 'Out of scope', new Date(Date.now() + day), elsewhere);
    expect((await eventsIn(address)).map(({ summary }) => summary)).toEqual(['Review: In the team']);
    await owner.query('DELETE FROM memberships WHERE user_id = $1', [person.id]);
    expect(await eventsIn(address)).toEqual([]);
  });

  test('nobody once its person was deactivated, nor after they come back', async () => {
    const { person, actor, address } = await subscriber();
    expect((await asked(address)).status).toBe(200);
    const admin = await makeOrganisationActor('admin');
    await deactivatePerson(admin, actOf(contextOf(admin)), [], { id: person.id, successorId: null, revokeKnownTokens: false });
    expect((await asked(address)).status).toBe(404);
    expect((await eventsOf(person)).map(({ event }) => event)).toContain('calendar_feed.ended');
    await owner.query("UPDATE users SET status = 'active' WHERE id = $1", [person.id]);
    expect((await asked(address)).status).toBe(404);
    expect(await call(calendar.find, {}, as(actor))).toEqual({ feed: null });
  });

  test('a token of the API, or a session, opens none and makes none', async () => {
    const { person, actor } = await subscriber();
    const bearer = { ...actor, sessionId: '', token: { id: newId(), scopes: ['asset.read' as const] } };
    await expect(call(calendar.make, {}, as(bearer))).rejects.toMatchObject({ code: 'forbidden' });
    await expect(call(calendar.find, {}, as(bearer))).rejects.toMatchObject({ code: 'forbidden' });
    const session = await makeSession(person);
    expect((await asked(`${env().GATEHOUSE_URL}/api/v1/work/calendar.ics?token=${session}`)).status).toBe(404);
  });
});

describe('the address', () => {
  test('is told once and kept as its digest; a new one takes the place of the old, and each is in the audit log without it', async () => {
    const { person, actor, address } = await subscriber();
    const token = new URL(address).searchParams.get('token') ?? '';
    expect(token).toMatch(/^gthc_[\w-]{43}$/);
    expect(await call(calendar.find, {}, as(actor))).toMatchObject({ feed: { usedAt: null } });
    await asked(address);
    expect((await call(calendar.find, {}, as(actor))).feed?.usedAt).not.toBeNull();
    const next = await call(calendar.make, {}, as(actor));
    expect((await asked(address)).status).toBe(404);
    expect((await asked(next.address)).status).toBe(200);
    await call(calendar.end, {}, as(actor));
    expect((await asked(next.address)).status).toBe(404);
    expect(await call(calendar.find, {}, as(actor))).toEqual({ feed: null });
    await expect(call(calendar.end, {}, as(actor))).rejects.toMatchObject({ code: 'not_found' });
    const events = (await eventsOf(person)).filter(({ event }) => event.startsWith('calendar_feed.'));
    expect(events.map(({ event, actor_id, after }) => ({ event, actor_id, after }))).toEqual([
      { event: 'calendar_feed.made', actor_id: person.id, after: { replaced: false } },
      { event: 'calendar_feed.made', actor_id: person.id, after: { replaced: true } },
      { event: 'calendar_feed.ended', actor_id: person.id, after: null },
    ]);
    expect(JSON.stringify(events)).not.toContain(token);
  });

  test('is made by whoever proved who they are a moment ago, and is each person’s own', async () => {
    const { actor } = await subscriber();
    await expect(call(calendar.make, {}, as({ ...actor, confirmedAt: null }))).rejects.toMatchObject({ details: { confirm: true } });
    const other = await makeActor([team, 'lead']);
    expect(await call(calendar.find, {}, as({ ...other, sessionId: newId() }))).toEqual({ feed: null });
  });
});
