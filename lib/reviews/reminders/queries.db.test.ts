import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import '#lib/composition.ts';
import { type Mailbox, openMailbox } from '#bin/testing/mailbox.ts';
import { remind } from '#lib/access/notices/reminders/commands.ts';
import { forgetNotices, tellAndMail } from '#lib/access/notices/testing.ts';
import { makeAsset, makePerson, makeTeam, type TestPerson, type TestTeam } from '#lib/access/testing.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { insertRow, owner } from '#lib/platform/testing.ts';

const clock = vi.hoisted(() => ({ now: () => new Date() }));
vi.mock('#lib/platform/clock.ts', () => ({ now: () => clock.now() }));

// A Thursday; the Wednesday before it is a holiday.
const due = new Date('2027-03-11T22:00:00Z');
const at = (moment: string) => {
  clock.now = () => new Date(moment);
};

let mailbox: Mailbox;
let team: TestTeam;
let asker: TestPerson;
let reviewer: TestPerson;

beforeAll(async () => {
  mailbox = await openMailbox();
  process.env.GATEHOUSE_SMTP_URL = mailbox.url;
  await owner.query(`INSERT INTO settings (name, value) VALUES ('calendar', '{"holidays": ["2027-03-10"]}')`);
});
afterAll(async () => {
  await owner.query("DELETE FROM settings WHERE name = 'calendar'");
  await mailbox.close();
});
afterEach(() => {
  clock.now = () => new Date();
});
beforeEach(async () => {
  await forgetNotices();
  mailbox.mails.length = 0;
  await owner.query("UPDATE reviews SET status = 'withdrawn'");
  team = await makeTeam();
  asker = await makePerson({ roles: [[team, 'developer']] });
  reviewer = await makePerson({ name: 'Rosa Reviews', roles: [[team, 'data_scientist']] });
  await makePerson({ name: 'Lea Leads', roles: [[team, 'lead']], timeZone: 'Pacific/Auckland' });
});

async function makeReview(more: Record<string, unknown> = {}): Promise<string> {
  const id = newId();
  const { rows } = await owner.query<{ template: string; number: number }>('SELECT template, number FROM review_template_versions LIMIT 1');
  const [version] = rows;
  await insertRow('reviews', {
    ...{
      id,
      team_id: team.id,
      subject: 'dataset',
      asset_id: (await makeAsset(team)).id,
      template: version?.template,
      template_number: version?.number,
    },
    ...{ title: 'Loans 2027', requested_by: asker.id, requested_at: new Date('2027-03-01T09:00:00Z'), due_at: due, ...more },
  });
  return id;
}
const seat = (reviewId: string, more: Record<string, unknown> = {}) =>
  insertRow('review_seats', {
    id: newId(),
    review_id: reviewId,
    team_id: team.id,
    user_id: reviewer.id,
    assigned_at: new Date('2027-03-01T09:00:00Z'),
    ...more,
  });

/** Reminds and mails; tells "Title → name" of what went out. */
async function reminded(): Promise<string[]> {
  mailbox.mails.length = 0;
  await remind();
  await tellAndMail();
  const { rows } = await owner.query<{ told: string }>(
    `WITH sent AS (UPDATE notice_mails SET status = 'dropped' WHERE status = 'sent' RETURNING id)
     SELECT n.title || ' → ' || u.name AS told FROM notifications n JOIN users u ON u.id = n.user_id WHERE n.mail_id IN (SELECT id FROM sent) ORDER BY told`,
  );
  expect(mailbox.mails).toHaveLength(rows.length);
  return rows.map(({ told }) => told);
}

test('whoever has not decided is reminded before, on and after the day, once each, and the leads when it is three days late', async () => {
  await seat(await makeReview());
  at('2027-03-08T07:59:00Z');
  expect(await reminded()).toEqual([]);
  // Two working days before, and a holiday.
  at('2027-03-08T08:00:00Z');
  expect(await reminded()).toEqual(['The review “Loans 2027” is due on 11 March 2027 → Rosa Reviews']);
  expect(await reminded()).toEqual([]);
  at('2027-03-11T08:00:00Z');
  expect(await Promise.all([remind(), remind()])).toHaveLength(2);
  expect(await reminded()).toEqual(['The review “Loans 2027” is due today → Rosa Reviews']);
  at('2027-03-12T08:00:00Z');
  expect(await reminded()).toEqual(['The review “Loans 2027” was due on 11 March 2027 → Rosa Reviews']);
  // It is the sixteenth in the morning where the lead is, who counts from the twelfth.
  at('2027-03-16T20:00:00Z');
  expect(await reminded()).toEqual(['The review “Loans 2027” is overdue since 12 March 2027 → Lea Leads']);
  expect(await reminded()).toEqual([]);
});

test('whoever has decided, was released, or lost the team is not; nor is anybody of what is decided', async () => {
  const [first, second, third] = [await makeReview(), await makeReview({ status: 'withdrawn' }), await makeReview()];
  for (const id of [first, second]) await seat(id);
  await seat(third, { released_at: new Date('2027-03-02T09:00:00Z') });
  await insertRow('review_votes', { id: newId(), review_id: first, team_id: team.id, user_id: reviewer.id, round: 1, decision: 'approve' });
  at('2027-03-11T09:00:00Z');
  expect(await reminded()).toEqual([]);
  const fourth = await makeReview();
  await seat(fourth);
  await remind();
  await owner.query('DELETE FROM memberships WHERE user_id = $1', [reviewer.id]);
  expect(await reminded()).toEqual([]);
});

test('a pool is reminded of what nobody has taken; a review of a new day is told of anew', async () => {
  const id = await makeReview();
  await seat(id, { user_id: null, role: 'data_scientist' });
  at('2027-03-11T09:00:00Z');
  expect(await reminded()).toEqual(['The review “Loans 2027” is due today → Rosa Reviews']);
  await owner.query('UPDATE reviews SET due_at = $2 WHERE id = $1', [id, new Date('2027-03-18T20:00:00Z')]);
  at('2027-03-18T09:00:00Z');
  expect(await reminded()).toEqual(['The review “Loans 2027” is due today → Rosa Reviews']);
});

test('a task is told of to whoever owns it, until it is done', async () => {
  const reviewId = await makeReview();
  const task = {
    review_id: reviewId,
    team_id: team.id,
    title: 'Add the data card',
    owner_id: asker.id,
    due_at: due,
    created_at: new Date('2027-03-01T09:00:00Z'),
  };
  const done = newId();
  await insertRow('review_tasks', { id: newId(), ...task });
  await insertRow('review_tasks', {
    id: done,
    ...task,
    title: 'Done already',
    done_at: new Date('2027-03-02T09:00:00Z'),
    done_by: asker.id,
  });
  at('2027-03-11T09:00:00Z');
  expect(await reminded()).toEqual([`Your task “Add the data card” is due today → ${asker.name}`]);
  at('2027-03-12T09:00:00Z');
  expect(await reminded()).toEqual([`Your task “Add the data card” was due on 11 March 2027 → ${asker.name}`]);
});
