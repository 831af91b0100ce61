import { call } from '@orpc/server';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Mailbox, openMailbox } from '#bin/testing/mailbox.ts';
import { database } from '#lib/platform/database.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { owner } from '#lib/platform/testing.ts';
import { transact } from '#lib/platform/transact.ts';
import { accessJobs } from '../jobs.ts';
import { linkOperations } from '../links/procedures.ts';
import { hashPassword } from '../passwords.ts';
import { type Actor, houseScope } from '../policy.ts';
import { openSession, ownScope } from '../sessions/commands.ts';
import { contextOf, giveRole, makeOrganisationActor, makePerson, makeTeam } from '../testing.ts';
import { invitationOperations } from '../users/invitations/procedures.ts';
import { resetOperations } from '../users/resets/procedures.ts';
import { tell } from './commands.ts';
import { forgetNotices, tellAndMail } from './testing.ts';

type Waiting = { id: string; name: string; data: Record<string, string> };
let mailbox: Mailbox;
let admin: Actor;

beforeAll(async () => {
  mailbox = await openMailbox();
  process.env.GATEHOUSE_SMTP_URL = mailbox.url;
  process.env.GATEHOUSE_MAIL_FROM = 'Gatehouse <gatehouse@example.org>';
  admin = await makeOrganisationActor('admin');
});

afterAll(() => mailbox.close());
beforeEach(async () => {
  mailbox.mails.length = 0;
  await owner.query('DELETE FROM pgboss.job');
  await forgetNotices();
});

/** What waits in the queue, taken out of it. */
async function waiting(): Promise<Waiting[]> {
  return (await owner.query<Waiting>('DELETE FROM pgboss.job RETURNING id, name, data')).rows;
}

/** Does what waits, and what that asks for; as a worker would, though at once and only once. */
async function work(): Promise<void> {
  await tellAndMail();
  for (let jobs = await waiting(); jobs.length > 0; jobs = await waiting())
    for (const { name, data } of jobs)
      await accessJobs.find((each) => each.name === name)?.run({ ids: data, lastAttempt: true, signal: new AbortController().signal });
}

const linkIn = (mail = '') => /http:\/\/\S+#([\w-]{43})/.exec(mail)?.[1] ?? '';
const told = async (event: 'access.requested' | 'access.decided', userIds: string[], requestId: string, teamId: string | null = null) =>
  transact(houseScope(admin.id), { actorId: admin.id, requestId: 'r', operationId: newId() }, 'test.told', async (change) => {
    await tell(change, { event, userIds, ids: { requestId }, teamId });
    await change.record({ event: 'test.told', targetType: 'test', targetId: null, teamId: null });
  });

async function makeRequest(status = 'open') {
  const [team, asker, id] = [await makeTeam(), await makePerson({ name: 'Asking Person' }), newId()];
  await owner.query(
    "INSERT INTO access_requests (id, team_id, user_id, role, reason, status, decided_by, note) VALUES ($1, $2, $3, 'viewer', 'to look after the canaries', $4, $5, 'for now')",
    [id, team.id, asker.id, status, status === 'open' ? null : admin.id],
  );
  return { team, asker, id };
}

test('an invitation goes by mail once it is made, and its link is nowhere but there', async () => {
  const email = `${newId()}@example.org`;
  const invited = await call(invitationOperations.create, { people: [{ name: 'Mära Oh', email }] }, { context: contextOf(admin) });
  expect(invited).toMatchObject({ mailed: true, people: [{ link: null }] });
  const jobs = (await owner.query('SELECT data FROM pgboss.job')).rows;
  await work();
  const [mail] = mailbox.mails;
  expect(mail).toContain(`<${email}>`);
  expect(mail).toContain('From: Gatehouse <gatehouse@example.org>');
  expect(mail).toContain('Hello Mära Oh,');
  const token = linkIn(mail);
  expect(JSON.stringify(jobs)).not.toContain(token);
  const state = await call(linkOperations.look, { purpose: 'invitation', token }, { context: contextOf(null) });
  expect(state.state).toBe('open');
});

test('what is rolled back is not sent, and a link that was replaced or taken back meanwhile is not either', async () => {
  const email = `${newId()}@example.org`;
  const failing = call(
    invitationOperations.create,
    {
      people: [
        { name: 'A', email },
        { name: 'B', email: admin.email },
      ],
    },
    { context: contextOf(admin) },
  );
  await expect(failing).rejects.toThrow();
  expect(await waiting()).toEqual([]);
  const { people } = await call(invitationOperations.create, { people: [{ name: 'A', email }] }, { context: contextOf(admin) });
  await call(invitationOperations.cancel, { id: people[0]?.id ?? '' }, { context: contextOf(admin) });
  await work();
  expect(mailbox.mails).toEqual([]);
});

test('a mail server that does not take it makes the job fail, so that it is tried again', async () => {
  await call(invitationOperations.create, { people: [{ name: 'A', email: `${newId()}@example.org` }] }, { context: contextOf(admin) });
  const [job] = await waiting();
  const run = () =>
    accessJobs
      .find((each) => each.name === job?.name)
      ?.run({ ids: job?.data ?? {}, lastAttempt: false, signal: new AbortController().signal });
  mailbox.refuse(1);
  await expect(run()).rejects.toThrow(/451|try again/);
  await run();
  expect(mailbox.mails).toHaveLength(1);
});

test('whoever forgot their password gets a link by mail, one in five minutes; the answer for anybody else is the same, and nothing is sent', async () => {
  const person = await makePerson({ passwordHash: await hashPassword('four kind otters swim') });
  const ask = (email: string) => call(resetOperations.request, { email }, { context: contextOf(null) });
  const strangers = [
    `${newId()}@example.org`,
    (await makePerson({ status: 'deactivated', passwordHash: 'x' })).email,
    (await makePerson()).email,
  ];
  for (const email of strangers) expect(await ask(email)).toBeUndefined();
  await work();
  expect(mailbox.mails).toEqual([]);
  expect(await ask(person.email.toUpperCase())).toBeUndefined();
  await ask(person.email);
  await work();
  await ask(person.email);
  await work();
  expect(mailbox.mails).toHaveLength(1);
  await call(
    resetOperations.complete,
    { token: linkIn(mailbox.mails[0]), password: 'five calm badgers dig' },
    { context: contextOf(null) },
  );
});

test('asking again and again for one address is slowed down, whether it is known or not', async () => {
  const email = `${newId()}@example.org`;
  for (let at = 0; at < 6; at += 1) await call(resetOperations.request, { email }, { context: { ...contextOf(null), address: null } });
  await expect(call(resetOperations.request, { email }, { context: { ...contextOf(null), address: null } })).rejects.toThrow(/Too many/);
});

test('a request for access is told to who may decide on it when the mail is written, and to nobody else', async () => {
  const { team, asker, id } = await makeRequest();
  const [lead, former, viewer, quiet] = [
    await makePerson({ roles: [[team, 'lead']] }),
    await makePerson({ roles: [[team, 'lead']] }),
    await makePerson({ roles: [[team, 'viewer']] }),
    await makePerson({ roles: [[team, 'lead']] }),
  ];
  await database().pool.query('SELECT 1');
  await owner.query(`UPDATE users SET notifications = '{"access.requested": false}' WHERE id = $1`, [quiet.id]);
  await told('access.requested', [lead.id, former.id, viewer.id, quiet.id, asker.id, newId()], id, team.id);
  await giveRole(former, team, 'viewer');
  await work();
  expect(mailbox.mails).toHaveLength(1);
  expect(mailbox.mails[0]).toContain(lead.email);
  expect(mailbox.mails[0]).toContain('to look after the canaries');
});

test('a decision is told to who asked; one on somebody else’s request is told to nobody', async () => {
  const { asker, id } = await makeRequest('approved');
  await told('access.decided', [asker.id, (await makePerson()).id], id);
  await work();
  expect(mailbox.mails).toHaveLength(1);
  expect(mailbox.mails[0]).toContain('approved your request to be Viewer');
  expect(mailbox.mails[0]).toContain('for now');
});

test('whoever invited hears that the person has joined', async () => {
  const email = `${newId()}@example.org`;
  await call(invitationOperations.create, { people: [{ name: 'A', email }] }, { context: contextOf(admin) });
  await work();
  const token = linkIn(mailbox.mails.pop());
  await call(invitationOperations.accept, { token, name: 'Anna Ny', password: 'five calm badgers dig' }, { context: contextOf(null) });
  await work();
  expect(mailbox.mails).toHaveLength(1);
  expect(mailbox.mails[0]).toContain(admin.email);
  expect(mailbox.mails[0]).toContain('has joined Gatehouse');
});

test('a role that ends in three days is told of, once', async () => {
  const [team, person] = [await makeTeam(), await makePerson({ timeZone: 'UTC' })];
  await owner.query(
    "INSERT INTO memberships (team_id, user_id, role, expires_at) VALUES ($1, $2, 'viewer', date_trunc('day', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' + interval '3 days 8 hours')",
    [team.id, person.id],
  );
  const expiring = accessJobs.find((each) => each.name === 'access.expiring');
  const run = { ids: {}, lastAttempt: false, signal: new AbortController().signal };
  await expiring?.run(run);
  await expiring?.run(run);
  await work();
  expect(mailbox.mails).toHaveLength(1);
  expect(mailbox.mails[0]).toContain(`ends on`);
  expect(mailbox.mails[0]).toContain(person.email);
});

test('a sign-in from a kind of browser that the account was not used from before is told of; the first one ever is not', async () => {
  const person = await makePerson();
  const act = { actorId: person.id, requestId: 'r', operationId: newId() };
  const from = (userAgent: string) =>
    transact(ownScope(person.id), act, 'session.started', (change) =>
      openSession(change, person.id, { address: '192.0.2.7', userAgent }, 'password'),
    );
  await from('Mozilla/5.0 (Windows NT 10.0) Firefox/140.0');
  await from('Mozilla/5.0 (Windows NT 10.0) Firefox/141.0');
  await work();
  expect(mailbox.mails).toEqual([]);
  await from('Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0');
  await work();
  expect(mailbox.mails).toHaveLength(1);
  expect(mailbox.mails[0]).toContain('Chrome on Linux signed in as you from 192.0.2.7');
});
