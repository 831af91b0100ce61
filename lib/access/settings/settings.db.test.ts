import { call } from '@orpc/server';
import { afterEach, expect, test } from 'vitest';
import { owner, refusal } from '#lib/platform/testing.ts';
import { router } from '#lib/router.ts';
import { actorOfToken } from '../actor.ts';
import { giveTotp } from '../factors/testing.ts';
import type { Actor } from '../policy.ts';
import { contextOf, makeOrganisationActor, makePerson, makeSession, makeTeam } from '../testing.ts';
import { getHolidays } from './queries.ts';

const { settings } = router;

afterEach(async () => {
  await owner.query('DELETE FROM settings');
});

const admin = async () => contextOf(await makeOrganisationActor('admin'));
const set = (name: string, value: object) =>
  owner.query('INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value', [name, value]);

async function known(token: string): Promise<Actor> {
  const actor = await actorOfToken(token);
  if (!actor) throw new Error('This token is nobody’s.');
  return actor;
}

test('until somebody sets them: half an hour, twelve hours, a second factor for nobody', async () => {
  expect(await call(settings.get, {}, { context: await admin() })).toEqual({
    sessions: { idleMinutes: 30, absoluteHours: 12, version: 0 },
    secondFactor: { requiredFor: 'nobody', version: 0 },
    calendar: { holidays: [], version: 0 },
  });
});

test('what is set is kept with a version and an event; the same again changes nothing', async () => {
  const context = await admin();
  const wanted = { idleMinutes: 60, absoluteHours: 8 };
  await call(settings.changeSessions, { ...wanted, version: 0 }, { context });
  const { sessions } = await call(settings.changeSessions, { ...wanted, version: 1 }, { context });
  expect(sessions).toEqual({ ...wanted, version: 1 });
  const { rows } = await owner.query("SELECT before, after FROM audit_events WHERE event = 'settings.changed' AND actor_id = $1", [
    context.actor?.id,
  ]);
  expect(rows).toEqual([
    {
      before: { 'sessions.idleMinutes': 30, 'sessions.absoluteHours': 12 },
      after: { 'sessions.idleMinutes': 60, 'sessions.absoluteHours': 8 },
    },
  ]);
});

test('a stale edit is a conflict with the values as they stand, the first one too, of two at once too', async () => {
  const context = await admin();
  const edit = (hours: number) => call(settings.changeSessions, { idleMinutes: 30, absoluteHours: hours, version: 0 }, { context });
  const both = await Promise.allSettled([edit(10), edit(20)]);
  expect(both.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected']);
  const refused = await refusal(edit(5), 'conflict');
  expect(refused.details.current).toMatchObject({ idleMinutes: 30, version: 1 });
});

test.each([
  [4, 12],
  [1441, 12],
  [30, 0],
  [30, 169],
  [30.5, 12],
])('%s minutes and %s hours are out of bounds', async (idleMinutes, absoluteHours) => {
  await expect(call(settings.changeSessions, { idleMinutes, absoluteHours, version: 0 }, { context: await admin() })).rejects.toMatchObject(
    {
      code: 'BAD_REQUEST',
    },
  );
});

test('settings are for administrators, and setting them wants a fresh proof', async () => {
  for (const role of ['security', 'auditor', 'member'] as const) {
    const context = contextOf(await makeOrganisationActor(role));
    await refusal(call(settings.get, {}, { context }), 'forbidden');
    await refusal(call(settings.changeSecondFactor, { requiredFor: 'everyone', version: 0 }, { context }), 'forbidden');
  }
  const stale = contextOf({ ...(await makeOrganisationActor('admin')), confirmedAt: new Date(0) });
  const attempt = call(settings.changeSecondFactor, { requiredFor: 'everyone', version: 0 }, { context: stale });
  expect((await refusal(attempt, 'forbidden')).details.confirm).toBe(true);
});

test('idle time counts on the next request, for sessions that are open', async () => {
  const token = await makeSession(await makePerson());
  await owner.query("UPDATE sessions SET last_seen_at = now() - interval '20 minutes'");
  await set('sessions', { idleMinutes: 15, absoluteHours: 12 });
  expect(await actorOfToken(token)).toBeNull();
  await set('sessions', { idleMinutes: 25, absoluteHours: 12 });
  expect(await actorOfToken(token)).not.toBeNull();
});

test('so does the age of a session', async () => {
  const token = await makeSession(await makePerson());
  await owner.query("UPDATE sessions SET created_at = now() - interval '3 hours'");
  await set('sessions', { idleMinutes: 30, absoluteHours: 2 });
  expect(await actorOfToken(token)).toBeNull();
  await set('sessions', { idleMinutes: 30, absoluteHours: 4 });
  expect(await actorOfToken(token)).not.toBeNull();
});

test('a role that is not there cannot be asked for', async () => {
  const attempt = call(settings.changeSecondFactor, { requiredFor: ['lead', 'no such'], version: 0 }, { context: await admin() });
  expect((await refusal(attempt, 'invalid')).details.fields).toHaveProperty('requiredFor');
});

test('whom a requirement would concern is counted, and who of them has nothing yet', async () => {
  const context = await admin();
  const [team, before] = [await makeTeam(), await call(settings.consequences, { requiredFor: ['cloud_admin'] }, { context })];
  const [guarded] = [await makePerson({ roles: [[team, 'cloud_admin']] }), await makePerson({ roles: [[team, 'cloud_admin']] })];
  await makePerson({ roles: [[team, 'cloud_admin']], status: 'deactivated' });
  await giveTotp(guarded);
  expect(await call(settings.consequences, { requiredFor: ['cloud_admin'] }, { context })).toEqual({
    required: before.required + 2,
    missing: before.missing + 1,
    you: false,
  });
  expect(await call(settings.consequences, { requiredFor: ['admin'] }, { context })).toMatchObject({ you: true });
  expect(await call(settings.consequences, { requiredFor: 'nobody' }, { context })).toEqual({ required: 0, missing: 0, you: false });
});

test('who must have a factor and has none is held, from the next request until they add one', async () => {
  const team = await makeTeam();
  const [lead, viewer] = [await makePerson({ roles: [[team, 'lead']] }), await makePerson({ roles: [[team, 'viewer']] })];
  const [first, second] = [await makeSession(lead), await makeSession(viewer)];
  expect((await known(first)).held).toBe(false);
  await set('second_factor', { requiredFor: ['lead', 'security'] });
  expect([(await known(first)).held, (await known(second)).held]).toEqual([true, false]);
  await giveTotp(lead);
  expect((await known(first)).held).toBe(false);
  await set('second_factor', { requiredFor: 'everyone' });
  expect((await known(second)).held).toBe(true);
});

test('a role in the organisation counts, one in a team that has expired does not, and a provider that asks itself is believed', async () => {
  const auditor = await makePerson({ orgRole: 'auditor' });
  const team = await makeTeam();
  const former = await makePerson({ roles: [[team, 'lead']] });
  await owner.query("UPDATE memberships SET expires_at = now() - interval '1 minute' WHERE user_id = $1", [former.id]);
  const [one, two] = [await makeSession(auditor), await makeSession(former)];
  await set('second_factor', { requiredFor: ['auditor', 'lead'] });
  expect([(await known(one)).held, (await known(two)).held]).toEqual([true, false]);
  await owner.query("UPDATE sessions SET method = 'sso+factor' WHERE user_id = $1", [auditor.id]);
  expect((await known(one)).held).toBe(false);
});

test('a password that is short, without the factor it was chosen beside, holds as well', async () => {
  const person = await makePerson({ passwordHash: 'x' });
  const token = await makeSession(person);
  await owner.query('UPDATE passwords SET short = true WHERE user_id = $1', [person.id]);
  expect((await known(token)).held).toBe(true);
  await giveTotp(person);
  expect((await known(token)).held).toBe(false);
});

test('the days on which nobody works are kept in order, each once, with an event, and not by whoever may not', async () => {
  const context = await admin();
  const { calendar } = await call(
    settings.changeCalendar,
    { holidays: ['2026-12-28', '2026-12-25', '2026-12-28'], version: 0 },
    { context },
  );
  expect(calendar).toEqual({ holidays: ['2026-12-25', '2026-12-28'], version: 1 });
  expect([...(await getHolidays())]).toEqual(calendar.holidays);
  const { rows } = await owner.query("SELECT after FROM audit_events WHERE event = 'settings.changed' AND actor_id = $1", [
    context.actor?.id,
  ]);
  expect(rows).toEqual([{ after: { 'calendar.holidays': calendar.holidays } }]);
  await refusal(call(settings.changeCalendar, { holidays: [], version: 0 }, { context }), 'conflict');
  await expect(call(settings.changeCalendar, { holidays: ['2026-02-30'], version: 1 }, { context })).rejects.toThrow('Input validation');
  const other = contextOf(await makeOrganisationActor('security'));
  await refusal(call(settings.changeCalendar, { holidays: [], version: 1 }, { context: other }), 'forbidden');
});
