import { call } from '@orpc/server';
import { beforeAll, expect, test } from 'vitest';
import { newId } from '#lib/platform/identifiers.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { actorOfToken } from '../../actor.ts';
import type { Actor } from '../../policy.ts';
import {
  actorOf,
  contextOf,
  makeActor,
  makeOrganisationActor,
  makePerson,
  makeSession,
  makeTeam,
  type TestPerson,
  type TestTeam,
} from '../../testing.ts';
import { peopleListOperations } from './procedures.ts';
import type { PeopleListQuery } from './schema.ts';

/** Stands in every name of this file's people, so that those of other tests stay out. */
const mark = `q${newId().slice(-8)}`;
let admin: Actor;
let team: TestTeam;
let other: TestTeam;
const made: Record<string, TestPerson> = {};

const seen = (person: TestPerson | undefined, ago: string | null) =>
  owner.query('UPDATE users SET last_seen_at = now() - $2::interval WHERE id = $1', [person?.id, ago]);

beforeAll(async () => {
  admin = await makeOrganisationActor('admin');
  [team, other] = [await makeTeam(), await makeTeam()];
  made['ann'] = await makePerson({ name: `Ann ${mark}`, orgRole: 'auditor', roles: [[team, 'lead']] });
  made['bob'] = await makePerson({
    name: `bob ${mark}`,
    roles: [
      [team, 'viewer'],
      [other, 'developer'],
    ],
  });
  made['cem'] = await makePerson({ name: `Cem ${mark}`, status: 'invited' });
  made['dee'] = await makePerson({ name: `Dee ${mark}`, status: 'deactivated', roles: [[other, 'lead']] });
  await seen(made['ann'], '2 hours');
  await seen(made['bob'], '40 days');
  await seen(made['dee'], '200 days');
  await owner.query('INSERT INTO totp_secrets (user_id, secret, last_step) VALUES ($1, $2, 0)', [made['bob'].id, Buffer.from('x')]);
});

const list = (query: Partial<PeopleListQuery> = {}, actor: Actor | null = admin) =>
  call(peopleListOperations.list, { q: mark, ...query }, { context: contextOf(actor) });
const names = async (query: Partial<PeopleListQuery>) => (await list(query)).rows.map((row) => row.name.split(' ')[0]);

test('a row tells role, teams in force, second factor and when they were seen; who is deactivated is left out until asked for', async () => {
  const { rows } = await list();
  expect(rows.map((row) => row.name.split(' ')[0])).toEqual(['Ann', 'bob', 'Cem']);
  expect(rows[0]).toMatchObject({
    status: 'active',
    orgRole: { key: 'auditor', name: 'Auditor' },
    teams: [{ name: team.name, role: 'Lead' }],
    secondFactor: false,
  });
  expect(rows[1]).toMatchObject({ secondFactor: true, lastSeenAt: expect.stringMatching(/^20/) });
  expect(rows[2]).toMatchObject({ status: 'invited', lastSeenAt: null, teams: [] });
  expect(await names({ status: 'deactivated,invited' })).toEqual(['Cem', 'Dee']);
});

test('filters narrow by team, role of organisation or team, span, second factor, and each word of the search', async () => {
  expect(await names({ team: team.key })).toEqual(['Ann', 'bob']);
  expect(await names({ role: 'auditor,developer' })).toEqual(['Ann', 'bob']);
  expect(await names({ seen: 'day' })).toEqual(['Ann']);
  expect(await names({ seen: 'quarter,never' })).toEqual(['bob', 'Cem']);
  expect(await names({ factor: 'has' })).toEqual(['bob']);
  expect(await names({ factor: 'none' })).toEqual(['Ann', 'Cem']);
  expect(await names({ q: `${mark} ann` })).toEqual(['Ann']);
  expect(await names({ q: made['bob']?.email.toUpperCase() })).toEqual(['bob']);
  expect(await names({ q: `${mark} %` })).toEqual([]);
});

test('a role that has expired, and a team that is archived, count for nothing', async () => {
  const [gone, kept] = [await makeTeam(), await makePerson({ name: `Eve ${mark}x`, status: 'active' })];
  await owner.query("INSERT INTO memberships (team_id, user_id, role, expires_at) VALUES ($1, $2, 'viewer', now() - interval '1 minute')", [
    gone.id,
    kept.id,
  ]);
  expect(await names({ team: gone.key })).toEqual([]);
  expect((await list({ q: `${mark}x` })).rows[0]?.teams).toEqual([]);
  await owner.query("UPDATE users SET status = 'deactivated' WHERE id = $1", [kept.id]);
});

test.each(['name', '-name', 'seen', '-seen', 'created', '-created'] as const)(
  'pages by %s lead there and back, one by one',
  async (sort) => {
    const whole = (await list({ sort })).rows.map((row) => row.id);
    const forth: string[] = [];
    let page = await list({ sort, limit: 1 });
    for (;;) {
      forth.push(...page.rows.map((row) => row.id));
      if (!page.next) break;
      page = await list({ sort, limit: 1, after: page.next });
    }
    expect(forth).toEqual(whole);
    const back = await list({ sort, limit: 1, before: page.previous ?? '' });
    expect(back.rows.map((row) => row.id)).toEqual([whole.at(-2)]);
    await refusal(list({ sort: sort === 'name' ? 'seen' : 'name', after: page.previous ?? '' }), 'invalid');
  },
);

test('counts of a filter leave its own choice out and keep the others', async () => {
  const counts = async (facet: 'status' | 'team' | 'role' | 'seen' | 'factor', query = {}) =>
    (await call(peopleListOperations.facets, { q: mark, facet, ...query }, { context: contextOf(admin) })).counts.map(
      ({ label, count }) => [label, count],
    );
  expect(await counts('status', { status: 'active' })).toEqual([
    ['Invited', 1],
    ['Active', 2],
    ['Deactivated', 2],
  ]);
  expect(await counts('seen')).toEqual([
    ['Within a day', 1],
    ['30 to 90 days ago', 1],
    ['Never', 1],
  ]);
  expect(await counts('factor', { team: team.key })).toEqual([
    ['Has one', 1],
    ['Has none', 1],
  ]);
  expect(Object.fromEntries(await counts('team'))).toEqual({ [team.name]: 2, [other.name]: 1 });
  expect(Object.fromEntries(await counts('role'))).toEqual({ Member: 2, Auditor: 1, Lead: 1, Viewer: 1, Developer: 1 });
  expect(await call(peopleListOperations.total, { q: mark }, { context: contextOf(admin) })).toEqual({ total: 3 });
});

test('an export is the list as a CSV that no spreadsheet runs, and is recorded without what was searched for', async () => {
  const formula = await makePerson({ name: `=HYPERLINK("x") ${mark}csv` });
  const { headers, body } = await call(peopleListOperations.export, { q: `${mark}csv`, role: 'member' }, { context: contextOf(admin) });
  expect(headers['content-disposition']).toMatch(/^attachment; filename="gatehouse-people-\d{4}-\d\d-\d\d.csv"$/);
  const [head, line] = (await body.text()).split('\r\n');
  expect(head).toBe('Name,Email,Status,Organisation role,Teams,Last seen,Second factor,Created');
  expect(line).toContain(`"'=HYPERLINK(""x"") ${mark}csv",${formula.email},Active,Member,,,no,`);
  const { rows } = await owner.query("SELECT after FROM audit_events WHERE event = 'people.exported' AND actor_id = $1", [admin.id]);
  expect(rows).toEqual([{ after: { filter: { role: ['member'] }, searched: true, count: 1 } }]);
});

test('the list is for who may read people everywhere: others are refused, and learn nothing', async () => {
  const lead = await makeActor([team, 'lead']);
  for (const actor of [lead, await makeActor()]) {
    const { message } = await refusal(list({}, actor), 'forbidden');
    expect(message).not.toContain(mark);
    await refusal(call(peopleListOperations.export, {}, { context: contextOf(actor) }), 'forbidden');
  }
  await refusal(list({}, null), 'unauthenticated');
  expect((await list({}, await makeOrganisationActor('auditor'))).rows.length).toBeGreaterThan(2);
});

test.each([{ status: 'gone' }, { seen: 'today' }, { sort: 'email' }, { after: 'x' }, { limit: 0 }, { other: 'x' }])(
  '%j is refused',
  async (query) => {
    await expect(list(query as Partial<PeopleListQuery>)).rejects.toThrow();
  },
);

test('using a session is noted for the session and the person, once a minute; signing in is noted too', async () => {
  const person = await makePerson();
  const actor = await actorOf(person);
  const last = async () =>
    (await owner.query<{ last_seen_at: Date | null }>('SELECT last_seen_at FROM users WHERE id = $1', [person.id])).rows[0]?.last_seen_at;
  expect(await last()).toBeInstanceOf(Date);
  await owner.query("UPDATE users SET last_seen_at = '2020-01-01' WHERE id = $1", [person.id]);
  const token = await makeSession(person);
  await owner.query("UPDATE users SET last_seen_at = '2020-01-01' WHERE id = $1", [person.id]);
  await actorOfToken(token);
  expect((await last())?.getFullYear()).toBe(2020);
  await owner.query("UPDATE sessions SET last_seen_at = now() - interval '2 minutes' WHERE user_id = $1 AND id <> $2", [
    person.id,
    actor.sessionId,
  ]);
  await actorOfToken(token);
  expect((await last())?.getFullYear()).toBeGreaterThan(2020);
});
