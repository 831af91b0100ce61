import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { SMTPServer } from 'smtp-server';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Mailbox, openMailbox } from '#bin/testing/mailbox.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { owner } from '#lib/platform/testing.ts';
import { houseScope } from '../../policy.ts';
import { makePerson, makeTeam, type TestPerson, type TestTeam } from '../../testing.ts';
import { notify, type Told } from '../commands.ts';
import { changeWithin } from '../house.ts';
import { tellFiled } from '../telling/commands.ts';
import { forgetNotices } from '../testing.ts';
import { claimHolds, sendDueMails } from './commands.ts';

const clock = vi.hoisted(() => ({ now: () => new Date() }));
vi.mock('#lib/platform/clock.ts', () => ({ now: () => clock.now() }));

let mailbox: Mailbox;
let team: TestTeam;
let person: TestPerson;

beforeAll(async () => {
  mailbox = await openMailbox();
  process.env.GATEHOUSE_SMTP_URL = mailbox.url;
});
afterAll(() => mailbox.close());
beforeEach(async () => {
  await forgetNotices();
  mailbox.mails.length = 0;
  team = await makeTeam();
  person = await makePerson({ name: 'Mira Okafor', roles: [[team, 'viewer']], timeZone: 'Europe/Berlin' });
});
afterEach(() => {
  clock.now = () => new Date();
});

const told = (more: Partial<Told> = {}): Told => ({
  ...{ event: 'review.assigned', key: newId(), teamId: team.id, assetId: null, subject: { type: 'review', id: newId() } },
  ...{ title: 'A review waits for you', body: 'Of fraud-scorer.\n\nIt is due on Friday.', href: '/reviews/1', to: [person.id] },
  ...more,
});
async function tell(...notices: Told[]): Promise<void> {
  await changeWithin(houseScope(null), (change) => notify(change, ...notices));
  await tellFiled();
}
const choose = (choices: object) => owner.query('UPDATE users SET notifications = $2 WHERE id = $1', [person.id, choices]);
const states = async () => (await owner.query('SELECT status, attempts FROM notice_mails ORDER BY created_at, id')).rows;
const later = (milliseconds: number) => {
  const at = Date.now() + milliseconds;
  clock.now = () => new Date(at);
};

describe('a mail', () => {
  test('says what happened, where, and where to choose; a second run sends nothing', async () => {
    await tell(told());
    expect(await sendDueMails()).toBe(1);
    expect(await sendDueMails()).toBe(0);
    const [mail] = mailbox.mails;
    expect(mail).toMatch(/^Subject: A review waits for you$/m);
    expect(mail).toContain('Of fraud-scorer.\r\n\r\nIt is due on Friday.\r\n\r\nhttp://localhost:3000/reviews/1');
    expect(mail).toContain('/settings/notifications');
    expect(mail).toMatch(/^Message-ID: <[0-9a-f-]{36}@localhost>$/im);
    expect(await states()).toEqual([{ status: 'sent', attempts: 1 }]);
  });

  test('is not written to whoever lost the team or changed their mind in the meantime', async () => {
    await tell(told());
    await owner.query('DELETE FROM memberships WHERE user_id = $1', [person.id]);
    expect(await sendDueMails()).toBe(0);
    const other = await makePerson({ roles: [[team, 'viewer']] });
    await tell(told({ to: [other.id] }));
    await owner.query(`UPDATE users SET notifications = '{"groups": {"reviews": "off"}}' WHERE id = $1`, [other.id]);
    expect(await sendDueMails()).toBe(0);
    expect(mailbox.mails).toEqual([]);
    expect((await states()).map(({ status }) => status)).toEqual(['dropped', 'dropped']);
  });

  test('of one event is one, however often it is told; many of a kind at once are one', async () => {
    const one = told();
    await tell(one);
    await tell(one, { ...one, title: 'The same again' });
    await sendDueMails();
    expect(mailbox.mails).toHaveLength(1);
    await tell(...Array.from({ length: 40 }, (_, at) => told({ title: `Review ${at}`, href: `/reviews/${at}` })));
    await sendDueMails();
    expect(mailbox.mails).toHaveLength(2);
    expect(mailbox.mails[1]).toMatch(/^Subject: 40 notifications from Gatehouse$/m);
    expect(mailbox.mails[1]).toContain('• Review 39\r\n  http://localhost:3000/reviews/39');
  });
});

describe('a digest', () => {
  test('waits for its hour in the person’s zone, and tells what is unread by then, each group by itself', async () => {
    await choose({ groups: { reviews: 'digest', gates: 'digest' }, digest: { every: 'day', hour: 7, weekday: 1 } });
    clock.now = () => new Date('2026-11-20T20:00:00Z');
    await tell(told({ title: 'First' }), told({ title: 'Read already' }), told({ event: 'approval.stale', title: 'Gone stale' }));
    await owner.query("UPDATE notifications SET read_at = now() WHERE title = 'Read already'");
    clock.now = () => new Date('2026-11-21T05:59:00Z');
    expect(await sendDueMails()).toBe(0);
    await tell(told({ title: 'Second' }));
    clock.now = () => new Date('2026-11-21T06:00:00Z');
    expect(await sendDueMails()).toBe(1);
    expect(mailbox.mails[0]).toMatch(/^Subject: Your digest: 3 notifications$/m);
    expect(mailbox.mails[0]).toMatch(/REVIEWS[\s\S]*First[\s\S]*Second[\s\S]*APPROVALS AND GATES[\s\S]*Gone stale/);
    expect(mailbox.mails[0]).not.toContain('Read already');
    await tell(told({ title: 'For tomorrow' }));
    expect(await sendDueMails()).toBe(0);
  });
});

describe('while the mail server takes nothing', () => {
  test('mails wait longer and longer, and none is lost', async () => {
    mailbox.refuse(3);
    await tell(told());
    for (const wait of [0, 10_000, 41_000]) {
      later(wait);
      expect(await sendDueMails()).toBe(0);
      expect(await sendDueMails()).toBe(0);
    }
    expect(await states()).toEqual([{ status: 'waiting', attempts: 3 }]);
    later(200_000);
    expect(await sendDueMails()).toBe(1);
    expect(mailbox.mails).toHaveLength(1);
  });
});

describe('a sender that is killed', () => {
  /** A mail server that tells how far a conversation came, and may hold it there. */
  async function openSlow(holdAt: 'recipient' | 'end') {
    const mails: string[] = [];
    const at = { recipient: Promise.withResolvers<void>(), done: Promise.withResolvers<void>() };
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onRcptTo(_address, _session, callback) {
        at.recipient.resolve();
        if (holdAt !== 'recipient') callback();
      },
      onData(stream) {
        const pieces: Buffer[] = [];
        stream.on('data', (piece: Buffer) => pieces.push(piece));
        stream.on('end', () => {
          mails.push(Buffer.concat(pieces).toString());
          at.done.resolve();
          // The word that it was taken never reaches the sender, who is killed now.
        });
      },
    });
    server.on('error', () => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.server.address();
    return {
      ...{ mails, at, close: () => new Promise<void>((resolve) => server.close(() => resolve())) },
      url: `smtp://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    };
  }

  async function start(url: string): Promise<ChildProcess> {
    const script = fileURLToPath(new URL('send-testing.ts', import.meta.url));
    const child = spawn(process.execPath, [script], {
      env: { ...process.env, GATEHOUSE_SMTP_URL: url },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((resolve) => child.stdout?.once('data', resolve));
    return child;
  }
  const killed = (child: ChildProcess) =>
    new Promise((resolve) => {
      child.once('exit', resolve);
      child.kill('SIGKILL');
    });

  test('before the mail was handed over left it to the next, who sends it once', async () => {
    const slow = await openSlow('recipient');
    await tell(told());
    const child = await start(slow.url);
    await slow.at.recipient.promise;
    await killed(child);
    expect(slow.mails).toEqual([]);
    expect(await states()).toEqual([{ status: 'waiting', attempts: 1 }]);
    expect(await sendDueMails()).toBe(0);
    later(claimHolds + 1000);
    expect(await sendDueMails()).toBe(1);
    expect([slow.mails.length, mailbox.mails.length]).toEqual([0, 1]);
    await slow.close();
  });

  test('after it leaves nothing to send: it was sent once', async () => {
    const slow = await openSlow('end');
    await tell(told());
    const child = await start(slow.url);
    await slow.at.done.promise;
    await killed(child);
    expect(slow.mails).toHaveLength(1);
    later(10 * claimHolds);
    expect(await sendDueMails()).toBe(0);
    expect([slow.mails.length, mailbox.mails.length]).toEqual([1, 0]);
    await slow.close();
  });
});

test('a mail server that is gone altogether is asked again, too', async () => {
  await mailbox.close();
  await tell(told());
  expect(await sendDueMails()).toBe(0);
  expect(await states()).toEqual([{ status: 'waiting', attempts: 1 }]);
});
