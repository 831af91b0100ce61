import { call } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/access/policy.ts';
import {
  contextOf,
  eventsOf,
  makeActor,
  makeAsset,
  makeOrganisationActor,
  makePerson,
  makeTeam,
  makeVersion,
  type TestTeam,
} from '#lib/access/testing.ts';
import { stopJobs } from '#lib/platform/jobs.ts';
import { owner } from '#lib/platform/testing.ts';
import { askDue } from '../policies/asking/commands.ts';
import { makeTemplate } from '../testing.ts';
import { scheduleOperations as operations } from './procedures.ts';
import { runSchedules } from './running/commands.ts';
import type { NewScheduleInput } from './schema.ts';

let team: TestTeam;
let lead: Actor;
let template: string;

beforeEach(async () => {
  team = await makeTeam();
  lead = await makeActor([team, 'lead']);
  template = (await makeTemplate()).key;
});
afterEach(stopJobs);

const as = (actor: Actor) => ({ context: contextOf(actor) });
const rows = async (text: string, values: unknown[] = []) => (await owner.query(text, values)).rows;
const later = () => new Date(Date.now() + 60_000);
const given = (more: Partial<NewScheduleInput> = {}): NewScheduleInput => ({
  ...{ teamId: team.id, name: 'Quarterly look', rule: 'FREQ=MONTHLY;INTERVAL=3;BYDAY=1MO', start: '2026-01-05T09:00' },
  ...{ timeZone: 'Europe/Berlin', template, ...more },
});
const add = (more: Partial<NewScheduleInput> = {}, actor = lead) => call(operations.add, given(more), as(actor));
const madeBy = (id: string) => rows('SELECT asset_id, person_id, subject, status, requested_by FROM reviews WHERE cause_ref = $1', [id]);
const makeDue = (id: string, ago = '1 minute') =>
  owner.query(`UPDATE review_schedules SET next_at = now() - $2::interval WHERE id = $1`, [id, ago]);
const model = async (more: Record<string, unknown> = {}) => {
  const asset = await makeAsset(team, { kind: 'model', more });
  await makeVersion(asset);
  return asset;
};

describe('a schedule', () => {
  test('is added with the time at which it comes round next, and told', async () => {
    const made = await add({ filter: 'kind=model&stage=monitor&sort=name', assignment: { by: 'balanced', seats: 2 } });
    const found = await call(operations.get, { id: made.id }, as(lead));
    expect(found).toMatchObject({
      words: 'Every quarter on the first Monday',
      enabled: true,
      nextAt: made.nextAt,
      mayManage: true,
      asked: 0,
    });
    expect(found.times).toHaveLength(5);
    expect(found.times[0]).toBe(made.nextAt);
    expect(found.times.every((time) => ['08:00', '07:00'].includes(time.slice(11, 16)))).toBe(true);
    expect(await eventsOf(made)).toMatchObject([
      { event: 'schedule.added', team_id: team.id, actor_id: lead.id, after: { name: 'Quarterly look', template } },
    ]);
    const viewer = await makeActor([team, 'viewer']);
    expect((await call(operations.list, {}, as(viewer))).schedules).toMatchObject([{ id: made.id, mayManage: false }]);
    expect((await call(operations.list, {}, as(await makeActor([await makeTeam(), 'lead'])))).schedules.map(({ id }) => id)).not.toContain(
      made.id,
    );
  });

  test('is refused where one may not, may not see, or the team is archived', async () => {
    await expect(add({}, await makeActor([team, 'data_scientist']))).rejects.toMatchObject({ code: 'forbidden' });
    await expect(add({}, await makeActor([await makeTeam(), 'lead']))).rejects.toMatchObject({ code: 'not_found' });
    const made = await add();
    const other = await makeActor([await makeTeam(), 'lead']);
    await expect(call(operations.edit, { id: made.id, version: 1, name: 'X' }, as(other))).rejects.toMatchObject({ code: 'not_found' });
    await expect(call(operations.get, { id: made.id }, as(other))).rejects.toMatchObject({ code: 'not_found' });
    await owner.query('UPDATE teams SET archived_at = now() WHERE id = $1', [team.id]);
    await expect(add({}, await makeOrganisationActor('security'))).rejects.toMatchObject({ code: 'conflict' });
  });

  test.each([
    [{ rule: 'FREQ=HOURLY' }, 'rule'],
    [{ rule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' }, 'rule'],
    [{ timeZone: 'Mars/Olympus' }, 'timeZone'],
    [{ start: '2026-13-05T09:00' }, 'start'],
    [{ template: 'no-such-template' }, 'template'],
    [{ template: 'stage-deploy' }, 'template'],
    [{ filter: 'kind=spaceship' }, 'filter'],
    [{ filter: 'colour=red' }, 'filter'],
    [{ assignment: { by: 'hand' as const, people: ['00000000-0000-7000-8000-000000000001'] } }, 'assignment'],
    [{ assignment: { by: 'pool' as const, role: 'no-such-role' } }, 'assignment'],
  ])('with %o names what is wrong', async (more, field) => {
    await expect(add(more)).rejects.toMatchObject({ code: 'invalid', details: { fields: { [field]: expect.any(String) } } });
  });

  test('is edited, paused and resumed; a stale edit is a conflict with what stands', async () => {
    const { id } = await add();
    const edited = await call(operations.edit, { id, version: 1, rule: 'RRULE:freq=weekly;byday=mo', name: 'Weekly look' }, as(lead));
    expect(edited.version).toBe(2);
    await expect(call(operations.edit, { id, version: 1, name: 'Other' }, as(lead))).rejects.toMatchObject({
      code: 'conflict',
      details: { current: { version: 2, name: 'Weekly look', rule: 'FREQ=WEEKLY;BYDAY=MO' } },
    });
    expect(await call(operations.edit, { id, version: 2, name: 'Weekly look' }, as(lead))).toMatchObject({ version: 2 });
    expect(await call(operations.switch, { id, version: 2, enabled: false }, as(lead))).toMatchObject({ version: 3, nextAt: null });
    await runSchedules(new Date('2090-01-01'));
    expect((await eventsOf({ id })).map(({ event }) => event)).not.toContain('schedule.ran');
    expect((await call(operations.switch, { id, version: 3, enabled: true }, as(lead))).nextAt).toBe(edited.nextAt);
    expect((await eventsOf({ id })).map(({ event }) => event)).toEqual([
      'schedule.added',
      'schedule.edited',
      'schedule.paused',
      'schedule.resumed',
    ]);
  });

  test('is previewed: its times, what it would ask about today, and what is wrong', async () => {
    await model({ stage: 'monitor' });
    await model({ stage: 'develop' });
    const { name: _, assignment: __, ...about } = given({ filter: 'stage=monitor' });
    const seen = await call(operations.preview, about, as(lead));
    expect(seen).toMatchObject({ matching: 1, problems: {} });
    expect(seen.times).toHaveLength(5);
    expect(await call(operations.preview, { ...about, rule: 'FREQ=HOURLY', filter: 'kind=x' }, as(lead))).toMatchObject({
      times: [],
      matching: 0,
      problems: { rule: expect.any(String), filter: expect.any(String) },
    });
    expect((await call(operations.preview, { ...about, template: 'access-recertification' }, as(lead))).examples).toEqual([lead.name]);
  });
});

describe('a schedule that has come round', () => {
  test('asks about what its filter finds in its team, once, and says when it comes round next', async () => {
    const [one] = [await model({ stage: 'monitor' }), await model({ stage: 'develop' })];
    await makeVersion(await makeAsset(await makeTeam(), { kind: 'model', more: { stage: 'monitor' } }));
    const { id, nextAt } = await add({ filter: 'stage=monitor' });
    await makeDue(id);
    expect(await runSchedules(new Date())).toBe(1);
    expect(await runSchedules(new Date())).toBe(0);
    await askDue(later());
    expect(await madeBy(id)).toEqual([{ asset_id: one.id, person_id: null, subject: 'version', status: 'open', requested_by: lead.id }]);
    const found = await call(operations.get, { id }, as(lead));
    expect(found).toMatchObject({ nextAt, asked: 1, waiting: 1 });
    expect(found.lastAt).not.toBeNull();
    expect((await eventsOf({ id })).at(-1)).toMatchObject({ event: 'schedule.ran', actor_id: null, after: { asked: 1, nextAt } });
  });

  test('is no way to decide on what one asks for oneself: whoever set it last is who asked', async () => {
    const [asset, other] = [await model(), await makeActor([team, 'lead'])];
    const made = await add({ assignment: { by: 'hand', people: [lead.id] } });
    await makeDue(made.id);
    await runSchedules(new Date());
    await askDue(later());
    const { rows: seats } = await owner.query(
      'SELECT s.user_id FROM review_seats s JOIN reviews r ON r.id = s.review_id WHERE r.asset_id = $1',
      [asset.id],
    );
    expect(seats).toEqual([{ user_id: null }]);
    await owner.query("UPDATE reviews SET status = 'withdrawn' WHERE cause_ref = $1", [made.id]);
    await call(
      operations.edit,
      { id: made.id, version: made.version, name: 'Mine now', assignment: { by: 'hand', people: [lead.id] } },
      as(other),
    );
    await makeDue(made.id);
    await runSchedules(new Date());
    await askDue(later());
    expect(await madeBy(made.id)).toMatchObject([{ requested_by: lead.id }, { requested_by: other.id }]);
  });

  test('of people’s access asks about each member', async () => {
    const [viewer, gone] = [await makePerson({ roles: [[team, 'viewer']] }), await makePerson({ roles: [[team, 'viewer']] })];
    await owner.query("UPDATE memberships SET expires_at = now() - interval '1 day' WHERE user_id = $1", [gone.id]);
    const { id } = await add({ template: 'access-recertification' });
    await makeDue(id);
    await runSchedules(new Date());
    await askDue(later());
    expect((await madeBy(id)).map(({ person_id }) => person_id).sort()).toEqual([lead.id, viewer.id].sort());
  });

  test('after weeks of nothing running runs once, and does not ask again what still waits', async () => {
    await model();
    const { id } = await add({ rule: 'FREQ=DAILY', start: '2026-01-01T00:00' });
    await makeDue(id, '40 days');
    expect(await runSchedules(new Date())).toBe(1);
    await askDue(later());
    await makeDue(id);
    expect(await runSchedules(new Date())).toBe(1);
    await askDue(later());
    expect(await madeBy(id)).toHaveLength(1);
    const [{ next_at }] = await rows('SELECT next_at FROM review_schedules WHERE id = $1', [id]);
    expect(next_at.getTime()).toBeGreaterThan(Date.now());
    expect(next_at.getTime()).toBeLessThan(Date.now() + 26 * 3_600_000);
  });

  test('that dies on the way has done nothing, and is made up for once', async () => {
    await Promise.all([model(), model(), model()]);
    const { id } = await add();
    await makeDue(id);
    // It dies after it has put what it asks about into the queue.
    await owner.query(`CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'died'; END $$;
      CREATE TRIGGER dies BEFORE UPDATE ON review_schedules FOR EACH ROW EXECUTE FUNCTION die()`);
    await expect(runSchedules(new Date())).rejects.toThrow();
    await owner.query('DROP TRIGGER dies ON review_schedules');
    expect(await rows('SELECT FROM reviews_due WHERE ref = $1', [id])).toEqual([]);
    // It dies while it asks, after the first.
    expect(await runSchedules(new Date())).toBe(1);
    await owner.query('CREATE TRIGGER dies AFTER INSERT ON review_seats FOR EACH ROW EXECUTE FUNCTION die()');
    await expect(askDue(later())).rejects.toThrow();
    await owner.query('DROP TRIGGER dies ON review_seats; DROP FUNCTION die()');
    expect(await madeBy(id)).toEqual([]);
    await Promise.all([askDue(later()), askDue(later()), runSchedules(new Date())]);
    expect(await madeBy(id)).toHaveLength(3);
    expect(await askDue(later())).toBe(0);
  });

  test('by a template that is switched off asks about nothing, says so, and goes on', async () => {
    await model();
    const { id } = await add();
    await owner.query('UPDATE review_templates SET enabled = false WHERE key = $1', [template]);
    await makeDue(id);
    expect(await runSchedules(new Date())).toBe(1);
    expect((await eventsOf({ id })).at(-1)?.after).toMatchObject({ asked: 0, why: 'Its template is switched off.' });
    expect(await rows('SELECT FROM reviews_due WHERE ref = $1', [id])).toEqual([]);
  });

  test('for the last time has no next', async () => {
    const { id } = await add({ rule: 'FREQ=YEARLY;COUNT=1', start: '2090-01-05T09:00' });
    await makeDue(id);
    expect(await runSchedules(new Date('2091-01-01'))).toBeGreaterThanOrEqual(1);
    expect(await rows('SELECT next_at, enabled FROM review_schedules WHERE id = $1', [id])).toEqual([{ next_at: null, enabled: true }]);
  });
});
