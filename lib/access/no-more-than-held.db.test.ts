/** Nobody comes into more than they hold, nor for longer than they hold it: by whatever way one person's power reaches another. */
import { call } from '@orpc/server';
import { beforeAll, expect, test } from 'vitest';
import { newId } from '#lib/platform/identifiers.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { factorOperations } from './factors/procedures.ts';
import type { Permission } from './permissions.ts';
import type { Actor } from './policy.ts';
import { serviceAccountOperations } from './service-accounts/procedures.ts';
import { singleSignOnOperations } from './sso/procedures.ts';
import { actorOf, contextOf, makeOrganisationActor, makePerson, makeService, makeTeam, type TestPerson, type TestTeam } from './testing.ts';
import { administrationOperations } from './users/administration/procedures.ts';
import { invitationOperations } from './users/invitations/procedures.ts';
import { resetOperations } from './users/resets/procedures.ts';

const day = 24 * 60 * 60 * 1000;
let team: TestTeam;

beforeAll(async () => {
  team = await makeTeam();
});

/** A person whose custom role in the organisation gives this. */
async function makeHolder(...held: Permission[]): Promise<TestPerson> {
  const [key, person] = [newId(), await makePerson()];
  await owner.query(
    "INSERT INTO roles (key, scope, name, permissions, kinds) VALUES ($1::text, 'organisation', 'Holders ' || $1, $2, '{}')",
    [key, held],
  );
  await owner.query('UPDATE users SET org_role = $2 WHERE id = $1', [person.id, key]);
  return person;
}

async function leadFor(person: { id: string }, days: number): Promise<Actor> {
  await owner.query("INSERT INTO memberships (team_id, user_id, role, expires_at) VALUES ($1, $2, 'lead', $3)", [
    team.id,
    person.id,
    new Date(Date.now() + days * day),
  ]);
  return actorOf(person);
}

test('the second factors of somebody who holds more stay, whoever manages people', async () => {
  const manager = await actorOf(await makeHolder('person.read', 'person.manage'));
  const [admin, lead, member] = [await makePerson({ orgRole: 'admin' }), await makePerson({ roles: [[team, 'lead']] }), await makePerson()];
  for (const { id } of [admin, lead, member])
    await owner.query("INSERT INTO totp_secrets (user_id, secret, last_step) VALUES ($1, '\\x00', 0)", [id]);
  const reset = (id: string) => call(factorOperations.reset, { id }, { context: contextOf(manager) });
  await refusal(reset(admin.id), 'forbidden');
  await refusal(reset(lead.id), 'forbidden');
  await reset(member.id);
  const { rows } = await owner.query('SELECT user_id FROM totp_secrets WHERE user_id = ANY ($1)', [[admin.id, lead.id, member.id]]);
  expect(rows.map((row) => row.user_id).sort()).toEqual([admin.id, lead.id].sort());
});

test('whoever leads a team for a while invites nobody into it for good', async () => {
  const actor = await leadFor(await makeHolder('person.manage'), 7);
  const invitee = { name: 'Second Self', email: `${newId()}@example.org`, role: 'member', teamId: team.id, teamRole: 'lead' };
  await refusal(call(invitationOperations.create, { people: [invitee] }, { context: contextOf(actor) }), 'invalid');
});

test('whoever leads a team for a while leaves no service account and no token behind that outlives them', async () => {
  const actor = await leadFor(await makePerson(), 7);
  const create = { teamId: team.id, name: newId(), description: '', role: 'lead' };
  await refusal(call(serviceAccountOperations.create, create, { context: contextOf(actor) }), 'invalid');
  const service = await makeService(team, { role: 'lead' });
  const make = (days: number) =>
    call(
      serviceAccountOperations.makeToken,
      { id: service.id, name: newId(), scopes: ['member.manage'], days },
      { context: contextOf(actor) },
    );
  await refusal(make(30), 'invalid');
  expect(await make(6)).toMatchObject({ token: expect.stringMatching(/^gths_/) });
});

test('whoever leads a team for a while has no provider give its roles', async () => {
  const actor = await leadFor(await makeHolder('settings.manage'), 7);
  const word = newId().slice(-12);
  const provider = {
    ...{ key: word, name: word, issuer: `https://${word}.example.org`, clientId: 'c', clientSecret: 's', scopes: 'openid profile email' },
    ...{ groupsClaim: 'groups', enabled: false, createsPeople: false, trustsMail: false, enforcesSecondFactor: false },
    mappings: [{ group: 'g', teamId: team.id, role: 'lead' }],
  };
  const { details } = await refusal(call(singleSignOnOperations.add, provider, { context: contextOf(actor) }), 'invalid');
  expect(details.fields).toHaveProperty(['mappings.0.role']);
});

test('a link that was handed over opens no account that has come to hold more than whoever got it', async () => {
  const [manager, admin] = [contextOf(await actorOf(await makeHolder('person.manage'))), contextOf(await makeOrganisationActor('admin'))];
  const [nobody, password] = [contextOf(null), 'five brave herons wade slowly'];
  const tokenIn = (link: string | null | undefined) => link?.split('#')[1] ?? '';
  const invite = async () => {
    const invitee = { name: 'Somebody', email: `${newId()}@example.org`, role: 'member', teamId: null, teamRole: null };
    const [made] = (await call(invitationOperations.create, { people: [invitee] }, { context: manager })).people;
    return { id: made?.id ?? '', token: tokenIn(made?.link) };
  };
  const accept = (token: string) => call(invitationOperations.accept, { token, name: 'Somebody', password }, { context: nobody });
  const [usual, raised] = [await invite(), await invite()];
  await accept(usual.token);
  await call(administrationOperations.role, { id: raised.id, role: 'auditor' }, { context: admin });
  await refusal(accept(raised.token), 'forbidden');

  const started = await call(resetOperations.start, { id: usual.id }, { context: manager });
  const complete = { token: tokenIn(started.link), password: 'six quick herons wade slowly' };
  await call(administrationOperations.role, { id: usual.id, role: 'auditor' }, { context: admin });
  await refusal(call(resetOperations.complete, complete, { context: nobody }), 'forbidden');
  await call(administrationOperations.role, { id: usual.id, role: 'member' }, { context: admin });
  await call(resetOperations.complete, complete, { context: nobody });
});
