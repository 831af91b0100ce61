/** After an erasure no table says who it was: every row of every table is looked through for marks that the person left. */
import { createHash } from 'node:crypto';
import { call } from '@orpc/server';
import { expect, test } from 'vitest';
import { leavingOperations } from '#lib/composition.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { actorOfApiToken } from '../../bearer.ts';
import { factorOperations } from '../../factors/procedures.ts';
import { requestOperations } from '../../requests/procedures.ts';
import { signIn } from '../../sessions/sign-in.ts';
import { actorOf, contextOf, makeActor, makeOrganisationActor, makePerson, makeTeam, makeToken } from '../../testing.ts';
import { accountOperations } from '../procedures.ts';

const mark = `Mara${newId().slice(-8)}`;
const email = `${mark.toLowerCase()}@example.org`;
const address = '203.0.113.77';

/** The tables in which any of these texts stands. */
async function found(...texts: string[]): Promise<string[]> {
  const { rows: tables } = await owner.query<{ name: string }>(
    "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('public', 'pgboss')",
  );
  const holding: string[] = [];
  for (const { name } of tables) {
    const { rowCount } = await owner.query(`SELECT 1 FROM ${name} t WHERE t::text ILIKE ANY ($1) LIMIT 1`, [
      texts.map((each) => `%${each}%`),
    ]);
    if (rowCount) holding.push(name);
  }
  return holding;
}

test('names, addresses and mail of an erased person stand in no table', async () => {
  const [admin, team] = [await makeOrganisationActor('admin'), await makeTeam()];
  const [person, lead] = [await makePerson({ name: mark, email }), await makeActor([team, 'lead'])];
  const context = { ...contextOf(await actorOf(person)), address, userAgent: `Browser of ${mark}` };
  await call(accountOperations.edit, { name: `${mark} Oh` }, { context });
  const passkey = newId();
  await owner.query(
    "INSERT INTO passkeys (id, user_id, name, credential_id, public_key, counter, backed_up) VALUES ($1, $2, 'Old', $3, '', 0, false)",
    [passkey, person.id, Buffer.from(passkey)],
  );
  await call(factorOperations.renamePasskey, { id: passkey, name: `Telephone of ${mark}` }, { context });
  const asked = await call(
    requestOperations.create,
    { teamId: team.id, role: 'viewer', reason: `${mark} needs it`, until: null },
    { context },
  );
  await call(requestOperations.refuse, { id: asked.id, note: `No, ${mark}` }, { context: contextOf(lead) });
  await actorOfApiToken((await makeToken(person)).token, address);
  const origin = { address, userAgent: null, requestId: newId(), previousToken: null };
  await refusal(signIn({ email, password: 'wrong' }, origin), 'unauthenticated');
  const digest = createHash('sha256').update(email).digest('hex');
  expect(await found(mark, digest, address)).not.toEqual([]);

  await call(leavingOperations.deactivate, { id: person.id }, { context: contextOf(admin) });
  await call(leavingOperations.erase, { id: person.id, name: `${mark} Oh` }, { context: contextOf(admin) });
  expect(await found(mark, digest, address)).toEqual([]);
});
