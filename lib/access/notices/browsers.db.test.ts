import { expect, test } from 'vitest';
import { database, type Scope, scopeScript } from '#lib/platform/database.ts';
import { owner } from '#lib/platform/testing.ts';
import { makePerson } from '../testing.ts';

test('which browsers an account was used from is seen and written by its person alone, and forgotten by the house', async () => {
  const [person, other] = [await makePerson(), await makePerson()];
  for (const { id } of [person, other])
    await owner.query("INSERT INTO known_browsers (user_id, browser) VALUES ($1, 'Firefox on Linux')", [id]);
  const application = await database().pool.connect();
  const as = (scope: Scope) => application.query(`BEGIN; ${scopeScript(scope)}`);
  const own: Scope = { actorId: person.id, read: [], write: [] };
  try {
    await as(own);
    expect((await application.query('SELECT user_id FROM known_browsers')).rows).toEqual([{ user_id: person.id }]);
    expect((await application.query('DELETE FROM known_browsers WHERE user_id = $1', [other.id])).rowCount).toBe(0);
    const forged = application.query("INSERT INTO known_browsers (user_id, browser) VALUES ($1, 'Safari on iOS')", [other.id]);
    await expect(forged).rejects.toMatchObject({ code: '42501' });
    await application.query('ROLLBACK');
    await as({ ...own, write: 'every' });
    expect((await application.query('DELETE FROM known_browsers WHERE user_id = $1', [other.id])).rowCount).toBe(1);
  } finally {
    await application.query('ROLLBACK');
    application.release();
  }
});
