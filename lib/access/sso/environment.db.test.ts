/** The provider that the environment sets: it wins, it is read-only here, and what is set about it stands beside it. */
import { call } from '@orpc/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { owner, refusal } from '#lib/platform/testing.ts';
import type { Actor } from '../policy.ts';
import { contextOf, eventsOf, makeOrganisationActor } from '../testing.ts';
import { signInOperations, singleSignOnOperations } from './procedures.ts';
import { setUp, signInAs } from './testing/journey.ts';
import { client, LoopbackProvider } from './testing/loopback-provider.ts';

let provider: LoopbackProvider;
let admin: Actor;

beforeAll(async () => {
  provider = await LoopbackProvider.start(['http://localhost:3000/api/auth/sso/environment']);
  Object.assign(process.env, {
    GATEHOUSE_OIDC_ISSUER: provider.issuer,
    GATEHOUSE_OIDC_CLIENT_ID: client.id,
    GATEHOUSE_OIDC_CLIENT_SECRET: client.secret,
    GATEHOUSE_OIDC_NAME: 'Wrenfield login',
  });
  admin = await makeOrganisationActor('admin');
});
afterAll(() => provider.close());

const context = () => ({ context: contextOf(admin) });
const shown = async () => (await call(singleSignOnOperations.get, {}, context())).providers;

test('it has a button, and is shown without a row of its own', async () => {
  expect((await call(signInOperations.providers, {}, { context: contextOf(null) })).providers).toEqual([
    { key: 'environment', name: 'Wrenfield login' },
  ]);
  expect(await shown()).toMatchObject([{ key: 'environment', issuer: provider.issuer, fromEnvironment: true, version: 0 }]);
  expect(JSON.stringify(await shown())).not.toContain(client.secret);
});

test('its rules are set here, its connection is not', async () => {
  provider.accounts.set('a', { sub: 'a', email: 'a@idp.example', email_verified: true });
  expect((await signInAs(provider, 'environment', 'a')).reason).toBe('unknown');
  const edit = (version: number, more: object) => call(singleSignOnOperations.edit, { key: 'environment', version, ...more }, context());
  for (const more of [{ issuer: 'https://x.example' }, { clientSecret: 'x' }, { name: 'x' }, { enabled: false }])
    expect((await refusal(edit(0, more), 'invalid')).message).toMatch(/environment/);
  await edit(0, { createsPeople: true });
  expect(await shown()).toMatchObject([{ createsPeople: true, version: 1 }]);
  expect((await signInAs(provider, 'environment', 'a')).reason).toBeNull();
  await edit(1, { enforcesSecondFactor: true });
  await refusal(edit(1, { enforcesSecondFactor: false }), 'conflict');
  const { rows } = await owner.query("SELECT id FROM identity_providers WHERE key = 'environment'");
  expect((await eventsOf(rows[0])).map((each) => each.event)).toEqual(['provider.changed', 'provider.changed']);
  await refusal(call(singleSignOnOperations.remove, { key: 'environment' }, context()), 'invalid');
});

test('one of the settings with its issuer stands back', async () => {
  await setUp(provider, 'same');
  expect((await shown()).map(({ key, overruled }) => [key, overruled])).toEqual([
    ['environment', false],
    ['same', true],
  ]);
  await refusal(call(signInOperations.begin, { provider: 'same' }, { context: contextOf(null) }), 'not_found');
});

test('rules that were set for another issuer do not count for this one', async () => {
  await owner.query("UPDATE identity_providers SET issuer = 'https://former.example' WHERE key = 'environment'");
  expect((await shown())[0]).toMatchObject({ createsPeople: false, enforcesSecondFactor: false, version: 2 });
});
