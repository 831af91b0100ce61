/** A session that waits for its second factor reaches what it takes to add one, and nothing else of all that Gatehouse offers. */
import { call } from '@orpc/server';
import { expect, test } from 'vitest';
import { actorOf, contextOf, makePerson } from './access/testing.ts';
import { owner } from './platform/testing.ts';
import { router } from './router.ts';

type Leaf = { '~orpc': { route: { method?: string; path?: string }; meta: { permission?: string } } };

function leavesOf(tree: unknown): Leaf[] {
  if (typeof tree !== 'object' || tree === null) return [];
  if ('~orpc' in tree) return [tree as Leaf];
  return Object.values(tree).flatMap(leavesOf);
}

/** What is open: seeing and adding one's factors, and proving who one is. Signing out goes by the other door. */
const open = [
  'GET /account/confirm',
  'GET /account/factors',
  'POST /account/confirm',
  'POST /account/confirm/passkey',
  'POST /account/passkeys',
  'POST /account/passkeys/options',
  'POST /account/totp',
  'PUT /account/totp',
];

test('every operation refuses a held session before it looks at anything, but for those that lift it', async () => {
  await owner.query(`INSERT INTO settings (name, value) VALUES ('second_factor', '{"requiredFor": "everyone"}')`);
  const actor = await actorOf(await makePerson({ orgRole: 'admin' }));
  expect(actor.held).toBe(true);
  const reached: string[] = [];
  const leaves = leavesOf(router).filter((leaf) => leaf['~orpc'].meta.permission !== 'anyone');
  expect(leaves.length).toBeGreaterThan(60);
  for (const leaf of leaves) {
    const { method, path } = leaf['~orpc'].route;
    const error: unknown = await call(leaf as never, {} as never, { context: contextOf(actor) } as never).catch(
      (thrown: unknown) => thrown,
    );
    if ((error as { details?: { enrol?: boolean } } | null)?.details?.enrol !== true) reached.push(`${method} ${path}`);
  }
  expect(reached.sort()).toEqual(open);
});
