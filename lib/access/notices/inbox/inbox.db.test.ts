import { call } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '#lib/platform/identifiers.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { withCookie } from '../../operations-testing.ts';
import { findBuiltInRole, organisationRoles, teamRoles } from '../../permissions.ts';
import { houseScope } from '../../policy.ts';
import {
  actorOf,
  contextOf,
  giveRole,
  makeAsset,
  makePerson,
  makeSession,
  makeTeam,
  type TestPerson,
  type TestTeam,
} from '../../testing.ts';
import { notify, type Told } from '../commands.ts';
import { changeWithin } from '../house.ts';
import { maySee } from '../policy.ts';
import { noticeEvents } from '../rules.ts';
import { answerStream } from '../stream/answer.ts';
import { closeAll, mostOfOne, reopen } from '../stream/hub.ts';
import { tellFiled } from '../telling/commands.ts';
import { forgetNotices } from '../testing.ts';
import { inboxOperations as inbox } from './procedures.ts';

let team: TestTeam;
let person: TestPerson;

beforeEach(async () => {
  await forgetNotices();
  team = await makeTeam();
  person = await makePerson({ roles: [[team, 'viewer']] });
});

const as = async (who: TestPerson) => ({ context: contextOf(await actorOf(who)) });
const told = (more: Partial<Told> = {}): Told => ({
  ...{ event: 'review.assigned', key: newId(), teamId: team.id, assetId: null, subject: { type: 'review', id: newId() } },
  ...{ title: 'A review waits for you', body: 'It is due on Friday.', href: '/reviews/1', to: [person.id] },
  ...more,
});
const file = (...notices: Told[]) => changeWithin(houseScope(null), (change) => notify(change, ...notices));
async function tell(...notices: Told[]): Promise<void> {
  await file(...notices);
  await tellFiled();
}
const titles = async (who = person, which: 'all' | 'unread' = 'all') => {
  const { notifications, unread } = await call(inbox.list, { which }, await as(who));
  return { titles: notifications.map(({ title }) => title), unread };
};

describe('the inbox', () => {
  test('shows what one was told, newest first, page by page, and to nobody else', async () => {
    for (const at of [1, 2, 3]) await tell(told({ title: `Number ${at}` }));
    const first = await call(inbox.list, { limit: 2 }, await as(person));
    expect(first.notifications.map(({ title }) => title)).toEqual(['Number 3', 'Number 2']);
    expect(first.notifications[0]).toMatchObject({
      group: 'reviews',
      body: 'It is due on Friday.',
      href: '/reviews/1',
      teamName: team.name,
    });
    const second = await call(inbox.list, { limit: 2, after: first.next ?? '' }, await as(person));
    expect([second.notifications.map(({ title }) => title), second.next]).toEqual([['Number 1'], null]);
    expect(await titles(await makePerson({ orgRole: 'admin' }))).toEqual({ titles: [], unread: 0 });
    await refusal(call(inbox.list, { after: 'x' }, await as(person)), 'invalid');
  });

  test('of what is read and unread, and of all until a time', async () => {
    await tell(told({ title: 'A' }), told({ title: 'B' }));
    const [one] = (await call(inbox.list, {}, await as(person))).notifications;
    const id = one?.id ?? '';
    expect(await call(inbox.mark, { id, read: true }, await as(person))).toEqual({ unread: 1 });
    expect((await titles(person, 'unread')).titles).toHaveLength(1);
    expect(await call(inbox.mark, { id, read: false }, await as(person))).toEqual({ unread: 2 });
    await refusal(call(inbox.mark, { id, read: true }, await as(await makePerson({ orgRole: 'admin' }))), 'not_found');
    const until = new Date().toISOString();
    await tell(told({ title: 'Later' }));
    await owner.query("UPDATE notifications SET created_at = now() + interval '1 second' WHERE title = 'Later'");
    expect(await call(inbox.markAll, { until }, await as(person))).toEqual({ unread: 1 });
    expect((await titles(person, 'unread')).titles).toEqual(['Later']);
  });

  test('whoever lost the team sees neither title nor count, and has it again with the role', async () => {
    await tell(told());
    expect(await titles()).toEqual({ titles: ['A review waits for you'], unread: 1 });
    await owner.query('DELETE FROM memberships WHERE user_id = $1', [person.id]);
    expect(await titles()).toEqual({ titles: [], unread: 0 });
    expect(await call(inbox.unread, {}, await as(person))).toEqual({ unread: 0 });
    await giveRole(person, team, 'viewer');
    expect((await titles()).unread).toBe(1);
  });

  test('what is of an asset is seen where the asset is now', async () => {
    const [asset, other] = [await makeAsset(team), await makeTeam()];
    await tell(told({ assetId: asset.id }));
    await owner.query('UPDATE assets SET team_id = $2 WHERE id = $1', [asset.id, other.id]);
    expect((await titles()).titles).toEqual([]);
    await giveRole(person, other, 'viewer');
    expect((await titles()).titles).toHaveLength(1);
  });

  test('the condition of queries and the policy say the same of every event, role and team', async () => {
    const other = await makeTeam();
    const people = [
      ...(await Promise.all(organisationRoles.map((orgRole) => makePerson({ orgRole })))),
      ...(await Promise.all(teamRoles.map((role) => makePerson({ roles: [[team, role]] })))),
    ];
    const places = [team.id, other.id, null];
    await file(
      ...noticeEvents.flatMap((event) =>
        places.map((teamId) => told({ event, teamId, title: `${event} ${teamId}`, to: people.map(({ id }) => id) })),
      ),
    );
    for (const each of people) {
      const actor = await actorOf(each);
      const expected = noticeEvents.flatMap((event) =>
        places.filter((teamId) => maySee(actor, { event, teamId })).map((teamId) => `${event} ${teamId}`),
      );
      const seen: string[] = [];
      for (let after: string | null | undefined; after !== null; ) {
        const page = await call(inbox.list, { limit: 100, ...(after && { after }) }, await as(each));
        seen.push(...page.notifications.map(({ title }) => title));
        after = page.next;
      }
      expect(seen.toSorted(), actor.orgRole.key).toEqual(expected.toSorted());
    }
    expect(findBuiltInRole('viewer')?.permissions).toContain('asset.read');
  });
});

describe('the stream', () => {
  afterEach(() => {
    closeAll();
    reopen();
  });

  /** What a browser hears: events until one fits. */
  async function listen(session: string, headers: Record<string, string> = {}) {
    const response = await answerStream(
      new Request('http://localhost:3000/api/v1/notifications/stream', { headers: { ...withCookie(session), ...headers } }),
    );
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let heard = '';
    return {
      response,
      reader,
      until: async (wanted: string) => {
        while (!heard.includes(wanted)) {
          const piece = await reader?.read();
          if (!piece || piece.done) return `${heard} (ended)`;
          heard += piece.value;
        }
        return heard;
      },
    };
  }
  const lastId = (heard: string) => [...heard.matchAll(/^id: (\d+)$/gm)].at(-1)?.[1] ?? '';

  test('tells what comes, with the count, once it is committed, and to whom it is for alone', async () => {
    const [own, others] = [await listen(await makeSession(person)), await listen(await makeSession(await makePerson()))];
    expect(own.response.headers.get('content-type')).toContain('text/event-stream');
    expect(own.response.headers.get('cache-control')).toContain('no-transform');
    await own.until('"unread":0');
    await tell(told({ title: 'Live one' }));
    const heard = await own.until('Live one');
    expect(heard).toContain('event: notification');
    expect(await own.until('"unread":1,"more"')).toMatch(/"title":"Live one".*"unread":1/s);
    await others.until('"unread":0');
    expect(await others.until('"unread":0')).not.toContain('Live one');
  });

  test('one that comes back goes on where it was: nothing is lost and nothing told twice', async () => {
    const session = await makeSession(person);
    const first = await listen(session);
    await first.until('event: unread');
    await tell(told({ title: 'Before' }));
    const place = lastId(await first.until('"unread":1,"more"'));
    await first.reader?.cancel();
    await tell(told({ title: 'Meanwhile one' }), told({ title: 'Meanwhile two' }));
    const second = await listen(session, { 'last-event-id': place });
    const heard = await second.until('"more"');
    expect([...heard.matchAll(/"title":"([^"]*)"/g)].map(([, title]) => title)).toEqual(['Meanwhile one', 'Meanwhile two']);
  });

  test('what one may not see any more is not told, though it was filed for them', async () => {
    const other = await makeTeam();
    await giveRole(person, other, 'viewer');
    const stream = await listen(await makeSession(person));
    await stream.until('event: unread');
    await owner.query('DELETE FROM memberships WHERE user_id = $1 AND team_id = $2', [person.id, team.id]);
    await tell(told({ title: 'Not for them' }), told({ teamId: other.id, title: 'Their own' }));
    const heard = await stream.until('"unread":1,"more"');
    expect(heard).toContain('Their own');
    expect(heard).not.toContain('Not for them');
  });

  test('ends with the session', async () => {
    const session = await makeSession(person);
    const stream = await listen(session);
    await stream.until('event: unread');
    await owner.query('UPDATE sessions SET expires_at = now() WHERE user_id = $1', [person.id]);
    await tell(told({ title: 'Too late' }));
    const heard = await stream.until('never');
    expect(heard).toContain('(ended)');
    expect(heard).not.toContain('Too late');
    expect((await listen(session)).response.status).toBe(401);
  });

  test('one person may have so many, another is refused; a server that stops ends all and begins none', async () => {
    const session = await makeSession(person);
    const streams = [];
    for (let at = 0; at < mostOfOne; at += 1) streams.push(await listen(session));
    expect((await listen(session)).response.status).toBe(429);
    await streams[0]?.reader?.cancel();
    const another = await listen(session);
    expect(another.response.status).toBe(200);
    closeAll();
    expect(await another.until('never')).toContain('(ended)');
    expect((await listen(session)).response.status).toBe(503);
  });
});
