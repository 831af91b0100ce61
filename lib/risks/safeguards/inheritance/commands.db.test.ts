import { call } from '@orpc/server';
import { beforeEach, expect, test } from 'vitest';
import type { Actor } from '#lib/access/policy.ts';
import {
  actorOf,
  contextOf,
  eventsOf,
  giveRole,
  makeActor,
  makeAsset,
  makeControl,
  makeLineage,
  makeOrganisationActor,
  makeRisk,
  makeSafeguard,
  makeTeam,
  makeThreat,
  makeVersion,
  type TestAsset,
  type TestTeam,
} from '#lib/access/testing.ts';
import { lineageOperations as lineage } from '#lib/assets/lineage/procedures.ts';
import { assetOperations as assets } from '#lib/assets/procedures.ts';
import '#lib/composition.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { evidenceOperations as evidence } from '../evidence/procedures.ts';
import { safeguardListOperations as list } from '../list/procedures.ts';
import { safeguardOperations as safeguards } from '../procedures.ts';
import { tellInheritance } from './jobs.ts';

let team: TestTeam;
let data: TestAsset;
let model: TestAsset;
let control: string;
let risk: string;
let arrow: string;
let maker: Actor;
let lead: Actor;

beforeEach(async () => {
  team = await makeTeam();
  data = await makeAsset(team, { kind: 'dataset' });
  model = await makeAsset(team);
  const threat = await makeThreat();
  risk = (await makeRisk(model, { threat })).id;
  control = await makeControl({ threat, strength: 3 });
  arrow = await makeLineage(await makeVersion(model), await makeVersion(data), 'trained_on');
  maker = await makeActor([team, 'data_scientist']);
  lead = await makeActor([team, 'lead']);
});

const as = (actor: Actor) => ({ context: contextOf(actor) });
const levelOf = async () => (await owner.query<{ level: number }>('SELECT level FROM risks WHERE id = $1', [risk])).rows[0]?.level;
const get = (id: string, actor = lead) => call(safeguards.get, { id }, as(actor));
const told = () => tellInheritance({ signal: new AbortController().signal });
const implementedAt = (place: TestAsset | TestTeam) =>
  makeSafeguard(place, control, { state: 'implemented', implemented_by: maker.id, implemented_at: new Date() });
async function verify(id: string, expiresAt?: string) {
  await call(evidence.add, { id, kind: 'text', title: 'Review', content: 'Seen.', ...(expiresAt && { expiresAt }) }, as(lead));
  return call(safeguards.verify, { id, version: (await get(id)).version }, as(lead));
}
const inherit = async (from: string, asset = model, actor = maker) =>
  (await call(safeguards.add, { control, assetId: asset.id, inheritFrom: from }, as(actor))).id;

test('what is verified upstream is verified here, in the same moment, and taken back with it', async () => {
  const source = await implementedAt(data);
  const heir = await inherit(source.id);
  expect(await levelOf()).toBe(5);
  const until = new Date(Date.now() + 9 * 86_400_000).toISOString();
  await verify(source.id, until);
  expect(await get(heir)).toMatchObject({
    state: 'verified',
    evidenceUntil: until,
    verified: null,
    source: { safeguardId: source.id, name: data.name },
  });
  expect(await levelOf()).toBe(1);
  const { rows } = await owner.query('SELECT cause, actor_id FROM risk_changes WHERE risk_id = $1 ORDER BY at DESC, id DESC LIMIT 1', [
    risk,
  ]);
  expect(rows).toEqual([{ cause: 'safeguard.verified', actor_id: lead.id }]);
  await call(safeguards.takeBack, { id: source.id, version: (await get(source.id)).version, reason: 'Switched off.' }, as(lead));
  expect(await levelOf()).toBe(5);
  await told();
  expect((await eventsOf({ id: heir })).map(({ event, actor_id }) => [event, actor_id])).toEqual([
    ['safeguard.added', maker.id],
    ['safeguard.followed', lead.id],
    ['safeguard.followed', lead.id],
  ]);
});

test('what follows is neither verified nor changed by itself, and is not inherited again: the database says so too', async () => {
  const source = await implementedAt(data);
  const heir = await inherit(source.id);
  const { version } = await get(heir);
  expect((await refusal(call(safeguards.state, { id: heir, version, state: 'planned' }, as(maker)), 'conflict')).message).toMatch(
    /follows/,
  );
  expect((await refusal(call(safeguards.verify, { id: heir, version }, as(lead)), 'conflict')).message).toMatch(/follows/);
  await refusal(call(evidence.add, { id: heir, kind: 'text', title: 'x', content: 'x' }, as(maker)), 'conflict');
  const further = await makeAsset(team);
  await makeLineage(await makeVersion(further), await makeVersion(model));
  expect((await refusal(inherit(heir, further), 'conflict')).message).toMatch(/inherited itself/);
  await expect(
    owner.query('INSERT INTO safeguards (id, team_id, asset_id, control, inherited_from) VALUES ($1, $2, $3, $4, $5)', [
      newId(),
      team.id,
      further.id,
      control,
      heir,
    ]),
  ).rejects.toMatchObject({ code: '23514', constraint: 'safeguard_inherits_one_hop' });
  const above = await makeSafeguard(await makeAsset(team), control);
  await expect(owner.query('UPDATE safeguards SET inherited_from = $1 WHERE id = $2', [above.id, source.id])).rejects.toMatchObject({
    code: '23514',
  });
});

test('one inherits along lineage and from one’s own team alone', async () => {
  const unrelated = await implementedAt(await makeAsset(team));
  expect((await refusal(inherit(unrelated.id), 'conflict')).message).toMatch(/No lineage/);
  const outside = await makeTeam();
  expect((await refusal(inherit((await implementedAt(outside)).id), 'not_found')).code).toBe('not_found');
  await giveRole({ id: maker.id }, outside, 'viewer');
  const both = await actorOf({ id: maker.id });
  expect((await refusal(inherit((await makeSafeguard(outside, await makeControl())).id, model, both), 'conflict')).message).toMatch(
    /another control/,
  );
  const evaluated = await makeAsset(team, { kind: 'dataset' });
  await makeLineage(await makeVersion(model), await makeVersion(evaluated), 'evaluated_on');
  await refusal(inherit((await implementedAt(evaluated)).id), 'conflict');
  const aside = await makeSafeguard(data, control, { state: 'not_applicable', reason: 'No.' });
  await refusal(inherit(aside.id), 'conflict');
});

test('a team’s offer is followed by its assets, and what is offered no longer ends with it', async () => {
  const { id: offer } = await call(safeguards.add, { control, teamId: team.id }, as(lead));
  const heir = await inherit(offer);
  await call(safeguards.state, { id: offer, version: 1, state: 'implemented' }, as(lead));
  expect((await get(heir)).state).toBe('implemented');
  expect((await call(safeguards.offers, { id: team.id }, as(lead))).offers).toMatchObject([{ id: offer, heirs: 1, state: 'implemented' }]);
  const aside = { id: offer, version: (await get(offer)).version, state: 'not_applicable' as const, reason: 'Each does it by themselves.' };
  await call(safeguards.state, aside, as(lead));
  expect(await get(heir)).toMatchObject({ state: 'planned', source: null });
  expect(await levelOf()).toBe(6);
  await told();
  expect((await eventsOf({ id: heir })).at(-1)).toMatchObject({
    event: 'safeguard.disinherited',
    before: { state: 'implemented', inheritedFrom: offer },
    after: { state: 'planned', cause: 'safeguard.excluded' },
  });
});

test('an archived team offers nothing any more', async () => {
  const { id: offer } = await makeSafeguard(team, control);
  await owner.query("UPDATE assets SET status = 'retired' WHERE team_id = $1", [team.id]);
  await owner.query('UPDATE teams SET archived_at = now() WHERE id = $1', [team.id]);
  const security = await makeOrganisationActor('security');
  await refusal(call(safeguards.state, { id: offer, version: 1, state: 'implemented' }, as(security)), 'conflict');
  expect((await get(offer, security)).may).toMatchObject({ edit: false, verify: false, takeBack: false });
  expect((await call(list.list, { control, limit: 200 }, as(security))).rows).toEqual([]);
  await refusal(call(safeguards.add, { control: await makeControl(), teamId: team.id }, as(security)), 'not_found');
});

test('it ends with the lineage that it rests on, as long as no other says the same', async () => {
  const heir = await inherit((await implementedAt(data)).id);
  const second = await makeLineage(await makeVersion(model), await makeVersion(data), 'trained_on');
  await call(lineage.remove, { id: arrow }, as(maker));
  expect((await get(heir)).state).toBe('implemented');
  await call(lineage.remove, { id: second }, as(maker));
  expect(await get(heir)).toMatchObject({ state: 'planned', source: null });
  expect(await levelOf()).toBe(6);
  await told();
  expect((await eventsOf({ id: heir })).at(-1)).toMatchObject({ event: 'safeguard.disinherited', after: { cause: 'lineage.removed' } });
});

test('an asset that moves to another team starts again there; its own safeguards and their evidence move along', async () => {
  const there = await makeTeam();
  await giveRole({ id: lead.id }, there, 'lead');
  const both = await actorOf({ id: lead.id });
  const { id: offer } = await makeSafeguard(team, control, { state: 'implemented', implemented_by: maker.id, implemented_at: new Date() });
  const heir = await inherit(offer);
  const own = await makeSafeguard(model, await makeControl(), {
    state: 'implemented',
    implemented_by: maker.id,
    implemented_at: new Date(),
  });
  await call(evidence.add, { id: own.id, kind: 'text', title: 'Review', content: 'Seen.' }, as(both));
  await call(assets.move, { id: model.id, version: 1, teamId: there.id }, as(both));
  expect(await get(heir, both)).toMatchObject({ state: 'planned', source: null, team: { id: there.id } });
  expect(await get(own.id, both)).toMatchObject({ state: 'implemented', team: { id: there.id }, evidence: [{ title: 'Review' }] });
  expect(await levelOf()).toBe(6);
  await refusal(get(heir, maker), 'not_found');
});

test('a retired asset gives nothing on, and a retired heir goes on following', async () => {
  const source = await implementedAt(data);
  const heir = await inherit(source.id);
  await call(assets.retire, { id: model.id }, as(lead));
  await verify(source.id);
  expect((await get(heir)).state).toBe('verified');
  await call(assets.restore, { id: model.id }, as(lead));
  await call(assets.retire, { id: data.id }, as(lead));
  expect(await get(heir)).toMatchObject({ state: 'planned', source: null });
});

test('heirs in a team that the actor may not see follow too, and are told where they may look', async () => {
  const there = await makeTeam();
  const far = await makeAsset(there);
  await makeLineage(await makeVersion(far), await makeVersion(data), 'trained_on');
  const source = await implementedAt(data);
  const { id: heir } = await makeSafeguard(far, control, { inherited_from: source.id });
  const theirs = await makeActor([there, 'lead']);
  await verify(source.id);
  expect(await get(heir, theirs)).toMatchObject({
    state: 'verified',
    source: { safeguardId: null, from: 'outside', name: 'an asset outside your teams' },
  });
  expect(
    (await owner.query('SELECT count(*)::int AS n FROM risks_due WHERE asset_id = $1 AND cause = $2', [far.id, 'safeguard.verified']))
      .rows[0].n,
  ).toBe(1);
  await told();
  expect((await eventsOf({ id: heir })).at(-1)).toMatchObject({ event: 'safeguard.followed', team_id: there.id });
});

test('an own safeguard can be made to follow, keeps its evidence beside, and has it again when that ends', async () => {
  const source = await implementedAt(data);
  const own = await makeSafeguard(model, control);
  await call(
    evidence.add,
    { id: own.id, kind: 'text', title: 'Ours', content: 'Seen.', expiresAt: new Date(Date.now() + 86_400_000).toISOString() },
    as(maker),
  );
  expect((await get(own.id)).sources).toMatchObject([{ safeguardId: source.id, from: 'asset', name: data.name }]);
  const followed = await call(safeguards.inherit, { id: own.id, version: 2, from: source.id }, as(maker));
  expect(followed).toMatchObject({ state: 'implemented', evidenceUntil: null, source: { safeguardId: source.id } });
  const released = await call(safeguards.release, { id: own.id, version: 3 }, as(maker));
  expect(released).toMatchObject({ state: 'planned', source: null });
  expect(released.evidenceUntil).not.toBeNull();
  await refusal(call(safeguards.release, { id: own.id, version: 4 }, as(maker)), 'conflict');
});
