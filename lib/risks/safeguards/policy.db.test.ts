/** Who does what to safeguards, where somebody would find a way round. */
import { call } from '@orpc/server';
import { beforeEach, expect, test } from 'vitest';
import type { Actor } from '#lib/access/policy.ts';
import {
  actorOf,
  contextOf,
  makeActor,
  makeAsset,
  makeControl,
  makePerson,
  makeRisk,
  makeSafeguard,
  makeServiceActor,
  makeTeam,
  type TestAsset,
  type TestTeam,
} from '#lib/access/testing.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { safeguardBulkOperations as bulkOperations } from './bulk/procedures.ts';
import { evidenceOperations as evidence } from './evidence/procedures.ts';
import { safeguardListOperations as list } from './list/procedures.ts';
import { safeguardOperations as safeguards } from './procedures.ts';

let team: TestTeam;
let asset: TestAsset;
let control: string;
let implementer: Actor;
let verifier: Actor;

beforeEach(async () => {
  team = await makeTeam();
  asset = await makeAsset(team);
  const { threat } = await makeRisk(asset);
  control = await makeControl({ threat, strength: 3 });
  implementer = await makeActor([team, 'data_scientist']);
  verifier = await makeActor([team, 'lead']);
});

const as = (actor: Actor) => ({ context: contextOf(actor) });
const planned = async () => (await call(safeguards.add, { control, assetId: asset.id }, as(implementer))).id;
async function implemented(): Promise<string> {
  const id = await planned();
  await call(safeguards.state, { id, version: 1, state: 'implemented' }, as(implementer));
  await call(evidence.add, { id, kind: 'text', title: 'Review', content: 'Seen on the cluster.' }, as(implementer));
  return id;
}

test('nobody verifies their own work through a service account, nor what their service account implemented', async () => {
  const id = await implemented();
  const robot = await makeServiceActor(team);
  const refused = await refusal(call(safeguards.verify, { id, version: 3 }, as(robot)), 'forbidden');
  expect(refused.message).toMatch(/a person does/);
  await refusal(call(bulkOperations.verify, { ids: [id] }, as(robot)), 'forbidden');
  await call(safeguards.state, { id, version: 3, state: 'planned' }, as(implementer));
  await call(safeguards.state, { id, version: 4, state: 'implemented' }, as(robot));
  await owner.query('UPDATE service_accounts SET created_by = $2 WHERE id = $1', [robot.id, verifier.id]);
  await refusal(call(safeguards.verify, { id, version: 5 }, as(verifier)), 'forbidden');
  expect((await call(safeguards.get, { id }, as(verifier))).may).toMatchObject({
    verify: false,
    whyNotVerify: expect.stringMatching(/you keep/),
  });
  const another = await makeActor([team, 'lead']);
  expect((await call(safeguards.verify, { id, version: 5 }, as(another))).state).toBe('verified');
});

test('what others inherit from is not taken away', async () => {
  const offer = (await call(safeguards.add, { control, teamId: team.id }, as(verifier))).id;
  const heir = (await call(safeguards.add, { control, assetId: asset.id, inheritFrom: offer }, as(implementer))).id;
  const refused = await refusal(call(safeguards.remove, { id: offer, version: 1 }, as(verifier)), 'conflict');
  expect(refused.message).toMatch(/follow/);
  expect((await call(safeguards.get, { id: offer }, as(verifier))).may.remove).toBe(false);
  expect((await call(safeguards.get, { id: heir }, as(implementer))).source).toMatchObject({ safeguardId: offer });
});

test('an export holds what may be exported, not all that may be read', async () => {
  const other = await makeTeam();
  const [mine, theirs] = [await planned(), await makeSafeguard(await makeAsset(other), control)];
  const key = `reads-${theirs.id}`;
  await owner.query(
    "INSERT INTO roles (key, scope, name, permissions, kinds) VALUES ($1::text, 'team', $1, ARRAY['asset.read'], ARRAY['model'])",
    [key],
  );
  const person = await makePerson({ roles: [[team, 'data_scientist']] });
  await owner.query('INSERT INTO memberships (user_id, team_id, role) VALUES ($1, $2, $3)', [person.id, other.id, key]);
  const actor = await actorOf(person);
  expect((await call(list.list, { control }, as(actor))).rows.map(({ id }) => id).sort()).toEqual([mine, theirs.id].sort());
  const { body } = await call(list.export, { control }, as(actor));
  const text = await new Response(body as ReadableStream).text();
  expect(text).toContain(mine);
  expect(text).not.toContain(theirs.id);
});
