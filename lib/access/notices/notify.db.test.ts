import { expect, test } from 'vitest';
import { database, type Scope, scopeScript } from '#lib/platform/database.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { owner } from '#lib/platform/testing.ts';
import { transact } from '#lib/platform/transact.ts';
import { scopeOf } from '../policy.ts';
import { makeActor, makeAsset, makePerson, makeTeam } from '../testing.ts';
import { notify, type Told } from './commands.ts';

async function setting() {
  const team = await makeTeam();
  const [actor, asset] = [await makeActor([team, 'lead']), await makeAsset(team)];
  const tell = (...notices: Told[]) =>
    transact(scopeOf(actor, 'asset.edit'), { actorId: actor.id, requestId: 'r', operationId: newId() }, 'test.told', async (change) => {
      await notify(change, ...notices);
      await change.record({ event: 'test.told', targetType: 'test', targetId: null, teamId: team.id });
    });
  const notice = (to: string[], key = newId()): Told => ({
    ...{ event: 'review.assigned', key, teamId: team.id, assetId: asset.id, subject: { type: 'review', id: newId() } },
    ...{ title: 'Mira asks you to review a model', body: 'By Friday.', href: '/reviews/1', to },
  });
  return { team, actor, asset, tell, notice };
}

const filed = async (key: string) =>
  (await owner.query('SELECT user_id, title, team_id FROM notifications WHERE key = $1', [`review.assigned ${key}`])).rows;

test('whoever may write but one team tells others, never themself, and nobody twice', async () => {
  const { actor, team, tell, notice } = await setting();
  const [first, second] = [await makePerson(), await makePerson()];
  await tell(notice([first.id, actor.id, first.id], 'k1'), notice([second.id], 'k2'));
  await tell(notice([first.id, second.id], 'k1'));
  const told = { title: 'Mira asks you to review a model', team_id: team.id };
  expect(await filed('k1')).toEqual(expect.arrayContaining([first, second].map(({ id }) => ({ user_id: id, ...told }))));
  expect(await filed('k1')).toHaveLength(2);
  expect(await filed('k2')).toEqual([{ user_id: second.id, ...told }]);
});

test('what is rolled back is told to nobody', async () => {
  const { tell, notice } = await setting();
  const { id } = await makePerson();
  await expect(tell(notice([id], 'gone'), { ...notice([id]), assetId: newId() })).rejects.toThrow();
  expect(await filed('gone')).toEqual([]);
});

test('a notice follows its asset to another team', async () => {
  const { asset, tell, notice } = await setting();
  const other = await makeTeam();
  await tell(notice([(await makePerson()).id], 'moved'));
  await owner.query('UPDATE assets SET team_id = $2 WHERE id = $1', [asset.id, other.id]);
  expect(await filed('moved')).toMatchObject([{ team_id: other.id }]);
});

test('what somebody was told is seen, changed and forgotten by them and by the house alone', async () => {
  const { team, tell, notice } = await setting();
  const [person, other] = [await makePerson({ roles: [[team, 'lead']] }), await makePerson({ orgRole: 'admin', roles: [[team, 'lead']] })];
  await tell(notice([person.id], 'own'));
  const application = await database().pool.connect();
  const as = async (scope: Scope, statement: string) => {
    await application.query(`BEGIN; ${scopeScript(scope)}`);
    const { rowCount } = await application.query(statement).finally(() => application.query('ROLLBACK'));
    return rowCount;
  };
  const teams = [team.id];
  const own: Scope = { actorId: person.id, read: [], write: [] };
  const others: Scope = { actorId: other.id, read: 'every', write: teams };
  try {
    const where = `WHERE key = 'review.assigned own'`;
    for (const statement of [
      `SELECT FROM notifications ${where}`,
      `UPDATE notifications SET read_at = now() ${where}`,
      `DELETE FROM notifications ${where}`,
    ]) {
      expect(await as(own, statement)).toBe(1);
      expect(await as({ ...own, actorId: null, write: 'every' }, statement)).toBe(1);
      expect(await as(others, statement)).toBe(0);
    }
    const forged = `INSERT INTO notifications (id, user_id, event, key, subject_type, title, href) VALUES (gen_random_uuid(), '${person.id}', 'a.b', 'x', 'x', 'x', '/')`;
    await expect(as(others, forged)).rejects.toMatchObject({ code: '42501' });
    await expect(as(others, 'SELECT FROM notice_mails')).resolves.toBe(0);
  } finally {
    application.release();
  }
});
