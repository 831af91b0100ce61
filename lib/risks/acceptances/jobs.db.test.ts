import { call } from '@orpc/server';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type Mailbox, openMailbox } from '#bin/testing/mailbox.ts';
import { forgetNotices, tellAndMail } from '#lib/access/notices/testing.ts';
import type { Actor } from '#lib/access/policy.ts';
import {
  actorOf,
  contextOf,
  eventsOf,
  makeActor,
  makeAsset,
  makePerson,
  makeRisk,
  makeTeam,
  type TestPerson,
  type TestTeam,
} from '#lib/access/testing.ts';
import '#lib/composition.ts';
import { assetOperations } from '#lib/assets/procedures.ts';
import { owner } from '#lib/platform/testing.ts';
import { endAcceptances, tellOfEnding } from './jobs.ts';
import { acceptanceOperations as acceptances } from './procedures.ts';

const clock = vi.hoisted(() => ({ now: () => new Date() }));
vi.mock('#lib/platform/clock.ts', () => ({ now: () => clock.now() }));

const day = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * day).toISOString().slice(0, 10);
const as = (actor: Actor) => ({ context: contextOf(actor) });

let mailbox: Mailbox;
let team: TestTeam;
let asker: TestPerson;
let keeper: TestPerson;
let decider: TestPerson;
let watcher: TestPerson;
let riskId: string;
let assetId: string;

beforeAll(async () => {
  mailbox = await openMailbox();
  process.env.GATEHOUSE_SMTP_URL = mailbox.url;
  process.env.GATEHOUSE_MAIL_FROM = 'Gatehouse <gatehouse@example.org>';
});
afterAll(() => mailbox.close());
afterEach(() => {
  clock.now = () => new Date();
});

beforeEach(async () => {
  await owner.query("UPDATE acceptances SET status = 'ended', ended_at = now() WHERE status IN ('requested', 'granted')");
  // The security team of the tests before knows every team: who is told is about these people.
  await owner.query("UPDATE users SET status = 'deactivated' WHERE org_role IN ('admin', 'security')");
  team = await makeTeam();
  asker = await makePerson({ name: 'Asha Asks', roles: [[team, 'ml_engineer']], timeZone: 'Europe/Berlin' });
  keeper = await makePerson({ name: 'Kim Keeps', roles: [[team, 'lead']], orgRole: 'security' });
  decider = await makePerson({ name: 'Dan Decides', orgRole: 'security', timeZone: 'Pacific/Auckland' });
  watcher = await makePerson({ name: 'Wim Watches', roles: [[team, 'viewer']] });
  const asset = await makeAsset(team, { name: 'Fraud scoring', more: { owner_id: keeper.id } });
  assetId = asset.id;
  riskId = (await makeRisk(asset)).id;
  mailbox.mails.length = 0;
  await forgetNotices();
});

async function ask(until = inDays(40)): Promise<string> {
  const reason = 'The vendor patches it in the spring release.';
  return (await call(acceptances.request, { riskId, reason, until }, as(await actorOf(asker)))).id;
}
const grant = async (id: string) => call(acceptances.grant, { id, note: 'Until the release.' }, as(await actorOf(decider)));

/** Tells all that was filed at once, and to whom mails went: "Subject → name", in the order of names. */
async function mailed(): Promise<string[]> {
  await tellAndMail();
  const people = [asker, keeper, decider, watcher];
  const told = mailbox.mails.map((mail) => {
    const to = people.find(({ email }) => mail.includes(`<${email}>`));
    return `${/^Subject: (.*(?:\r\n .*)*)/m.exec(mail)?.[1]?.replace(/\r\n /g, ' ')} → ${to?.name}`;
  });
  return told.sort();
}

test('a request is told to who may decide on it: not to whoever owns the asset, nor to those without the right', async () => {
  const id = await ask();
  expect(await mailed()).toEqual(['Asha Asks asks to accept a risk of Fraud scoring → Dan Decides']);
  expect(mailbox.mails[0]).toContain('The vendor patches it in the spring release.');
  expect(mailbox.mails[0]).toContain(`/acceptances/${id}`);
});

test('one that was decided or withdrawn before the mail was written is not told of any more', async () => {
  const id = await ask();
  await call(acceptances.withdraw, { id }, as(await actorOf(asker)));
  expect(await mailed()).toEqual([]);
});

test('a decision is told to whoever asked, with the note and the day in their own zone', async () => {
  const id = await ask();
  await forgetNotices();
  await grant(id);
  expect(await mailed()).toEqual(['A risk of Fraud scoring is accepted → Asha Asks']);
  const until = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'Europe/Berlin' }).format(
    new Date(`${inDays(40)}T12:00:00Z`),
  );
  expect(mailbox.mails[0]).toContain(`It holds until ${until}`);
  expect(mailbox.mails[0]).toContain('Until the release.');
});

test('whoever may not see the asset at that moment is told nothing, and whoever chose not to be told neither', async () => {
  const id = await ask();
  await grant(id);
  await owner.query('DELETE FROM memberships WHERE user_id = $1', [asker.id]);
  await owner.query(`UPDATE users SET notifications = '{"acceptance.ending": false}' WHERE id = $1`, [keeper.id]);
  clock.now = () => new Date(Date.now() + 30 * day);
  await tellOfEnding();
  // Dan, who is left, has the right to decide.
  expect((await mailed()).map((mail) => mail.split(' → ')[1])).toEqual(['Dan Decides']);
});

test('two weeks before it ends those concerned and those who decide are told, once', async () => {
  const id = await ask();
  await grant(id);
  await forgetNotices();
  const until = new Date((await call(acceptances.get, { id }, as(await actorOf(asker)))).until);
  clock.now = () => new Date(until.getTime() - 14 * day - 1000);
  expect(await tellOfEnding()).toBe(0);
  clock.now = () => new Date(until.getTime() - 14 * day);
  expect(await Promise.all([tellOfEnding(), tellOfEnding()]).then((told) => told.toSorted())).toEqual([0, 1]);
  expect(await tellOfEnding()).toBe(0);
  const told = await mailed();
  for (const mail of told) expect(mail).toMatch(/^The acceptance of a risk of Fraud scoring ends on /);
  expect(told.map((mail) => mail.split(' → ')[1]).sort()).toEqual(['Asha Asks', 'Dan Decides', 'Kim Keeps']);
  expect((await eventsOf({ id })).at(-1)).toMatchObject({ event: 'acceptance.noticed', actor_id: null });
});

test('it ends by itself at the end of its day in the zone of whoever asked, the risk is open again, and people are told', async () => {
  const id = await ask();
  await grant(id);
  await forgetNotices();
  const until = new Date((await call(acceptances.get, { id }, as(await actorOf(asker)))).until);
  expect(new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', timeStyle: 'medium' }).format(until)).toBe('23:59:59');
  clock.now = () => new Date(until.getTime() - 1);
  expect(await endAcceptances()).toBe(0);
  clock.now = () => until;
  expect(await endAcceptances()).toBe(1);
  expect(await endAcceptances()).toBe(0);
  const { rows } = await owner.query('SELECT level, treatment, accepted_until FROM risks WHERE id = $1', [riskId]);
  expect(rows).toEqual([{ level: 6, treatment: null, accepted_until: null }]);
  expect((await eventsOf({ id })).at(-1)).toMatchObject({
    event: 'acceptance.ended',
    actor_id: null,
    after: { endedNote: 'Its time passed.' },
  });
  expect(await mailed()).toEqual(
    ['Asha Asks', 'Dan Decides', 'Kim Keeps'].map((name) => `The acceptance of a risk of Fraud scoring has ended → ${name}`),
  );
});

test('it ends where there is nothing left to accept: a retired asset, a threat that no longer applies; a request nobody decided on', async () => {
  const [granted, waiting] = [await ask(), await makeRisk({ id: assetId, teamId: team.id, kind: 'model', key: '', name: '' })];
  await grant(granted);
  const reason = 'The vendor patches it in the spring release.';
  const { id: asked } = await call(acceptances.request, { riskId: waiting.id, reason, until: inDays(3) }, as(await actorOf(asker)));
  const lead = await makeActor([team, 'lead']);
  const status = async (id: string) => (await owner.query('SELECT status, ended_note FROM acceptances WHERE id = $1', [id])).rows[0];
  expect(await endAcceptances()).toBe(0);
  await owner.query('UPDATE threats SET enabled = false WHERE key = $1', [waiting.threat]);
  await call(assetOperations.edit, { id: assetId, version: 1, criticality: 2 }, as(lead));
  expect(await endAcceptances()).toBe(1);
  expect(await status(asked)).toEqual({ status: 'ended', ended_note: 'The threat no longer applies.' });
  await call(assetOperations.retire, { id: assetId }, as(lead));
  expect(await endAcceptances()).toBe(1);
  expect(await status(granted)).toEqual({ status: 'ended', ended_note: 'The asset was retired.' });
  expect((await owner.query('SELECT level, accepted_until FROM risks WHERE id = $1', [riskId])).rows).toEqual([
    { level: 0, accepted_until: null },
  ]);
});
