import { call } from '@orpc/server';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/access/policy.ts';
import {
  actorOf,
  contextOf,
  eventsOf,
  giveRole,
  makeActor,
  makeAsset,
  makeOrganisationActor,
  makePerson,
  makeTeam,
  makeVersion,
  type TestTeam,
} from '#lib/access/testing.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { assetOperations as assets } from './procedures.ts';
import type { Asset } from './schema.ts';

let team: TestTeam;
let other: TestTeam;
let lead: Actor;

beforeEach(async () => {
  team = await makeTeam();
  other = await makeTeam();
  lead = await makeActor([team, 'lead']);
});

const as = (actor: Actor) => ({ context: contextOf(actor) });
const get = (actor: Actor, id: string): Promise<Asset> => call(assets.get, { id }, as(actor));

describe('registering', () => {
  test('keeps what was typed, makes a key of the name, and records who did it', async () => {
    const { id } = await call(
      assets.create,
      { teamId: team.id, kind: 'model', name: ' Fraud scoring (v2) ', tags: ['pci', 'a', 'pci'], criticality: 5 },
      as(lead),
    );
    expect(await get(lead, id)).toMatchObject({
      name: 'Fraud scoring (v2)',
      key: 'fraud-scoring-v2',
      tags: ['a', 'pci'],
      criticality: 5,
      level: 'unassessed',
      version: 1,
    });
    expect(await eventsOf({ id })).toMatchObject([
      { event: 'asset.registered', actor_id: lead.id, team_id: team.id, after: { name: 'Fraud scoring (v2)' } },
    ]);
  });

  test('without a stage begins where its kind does', async () => {
    for (const [kind, stage] of [
      ['dataset', 'collect'],
      ['model', 'develop'],
      ['pipeline', 'develop'],
      ['infrastructure', 'deploy'],
      ['repository', 'develop'],
    ] as const) {
      const { id } = await call(assets.create, { teamId: team.id, kind, name: `New ${kind}` }, as(lead));
      expect(await get(lead, id)).toMatchObject({ kind, stage, level: 'unassessed' });
    }
    const { id } = await call(assets.create, { teamId: team.id, kind: 'model', name: 'Early', stage: 'collect' }, as(lead));
    expect((await get(lead, id)).stage).toBe('collect');
  });

  test('finds a free key where the name gives one that is taken, and names the field where a person chose it', async () => {
    await makeAsset(team, { key: 'churn' });
    const { id } = await call(assets.create, { teamId: team.id, kind: 'model', name: 'Churn' }, as(lead));
    expect((await get(lead, id)).key).toBe('churn-2');
    const taken = await refusal(call(assets.create, { teamId: team.id, kind: 'model', name: 'Churn', key: 'churn' }, as(lead)), 'invalid');
    expect(taken.details.fields).toEqual({ key: 'is taken by another asset of this team' });
  });

  test('is cut to the kinds of the trade', async () => {
    const scientist = await makeActor([team, 'data_scientist']);
    await call(assets.create, { teamId: team.id, kind: 'dataset', name: 'Clicks' }, as(scientist));
    await refusal(call(assets.create, { teamId: team.id, kind: 'infrastructure', name: 'Cluster' }, as(scientist)), 'forbidden');
  });

  test('is refused to viewers and in a team that one does not know', async () => {
    const viewer = await makeActor([team, 'viewer']);
    await refusal(call(assets.create, { teamId: team.id, kind: 'model', name: 'X' }, as(viewer)), 'forbidden');
    await refusal(call(assets.create, { teamId: other.id, kind: 'model', name: 'X' }, as(lead)), 'not_found');
  });

  test('takes no owner who has left', async () => {
    const gone = await makePerson({ status: 'deactivated' });
    const refused = await refusal(
      call(assets.create, { teamId: team.id, kind: 'model', name: 'X', ownerId: gone.id }, as(lead)),
      'invalid',
    );
    expect(Object.keys(refused.details.fields ?? {})).toEqual(['ownerId']);
  });
});

describe('editing', () => {
  test('records the fields that changed, before and after, and nothing else', async () => {
    const asset = await makeAsset(team, { name: 'Old' });
    await call(assets.edit, { id: asset.id, version: 1, name: 'New', criticality: 3 }, as(lead));
    expect(await eventsOf(asset)).toMatchObject([{ event: 'asset.edited', before: { name: 'Old' }, after: { name: 'New' } }]);
    const changed = await get(lead, asset.id);
    expect(changed.version).toBe(2);
    expect(Date.parse(changed.changedAt)).toBeGreaterThan(Date.parse(changed.createdAt));
  });

  test('leaves the stage to the gate, and says so', async () => {
    const asset = await makeAsset(team, { name: 'Standing' });
    const refused = await refusal(call(assets.edit, { id: asset.id, version: 1, name: 'Moved', stage: 'deploy' }, as(lead)), 'invalid');
    expect(refused.details.fields).toHaveProperty('stage');
    expect(await get(lead, asset.id)).toMatchObject({ name: 'Standing', stage: 'develop', version: 1 });
    await call(assets.edit, { id: asset.id, version: 1, name: 'Renamed', stage: 'develop' }, as(lead));
    expect(await get(lead, asset.id)).toMatchObject({ name: 'Renamed', version: 2 });
  });

  test('that changes nothing is no event and no new version', async () => {
    const asset = await makeAsset(team, { name: 'Same' });
    await call(assets.edit, { id: asset.id, version: 1, name: 'Same' }, as(lead));
    expect(await eventsOf(asset)).toEqual([]);
    expect((await get(lead, asset.id)).version).toBe(1);
  });

  test('on an older version is a conflict that brings the values as they stand', async () => {
    const asset = await makeAsset(team, { name: 'First' });
    await call(assets.edit, { id: asset.id, version: 1, name: 'Second' }, as(lead));
    const conflict = await refusal(call(assets.edit, { id: asset.id, version: 1, name: 'Mine' }, as(lead)), 'conflict');
    expect(conflict.details.current).toMatchObject({ name: 'Second', version: 2 });
    expect((await get(lead, asset.id)).name).toBe('Second');
  });

  test('by ten people at once lets one win and tells the others', async () => {
    const asset = await makeAsset(team);
    const edits = Array.from({ length: 10 }, (_, at) => call(assets.edit, { id: asset.id, version: 1, name: `Name ${at}` }, as(lead)));
    const outcomes = await Promise.allSettled(edits);
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    expect(await eventsOf(asset)).toHaveLength(1);
  });

  test('what is in another team is not found, and what is another trade is forbidden', async () => {
    const foreign = await makeAsset(other);
    await refusal(call(assets.edit, { id: foreign.id, version: 1, name: 'Mine' }, as(lead)), 'not_found');
    const cluster = await makeAsset(team, { kind: 'infrastructure' });
    await refusal(call(assets.edit, { id: cluster.id, version: 1, name: 'Mine' }, as(await makeActor([team, 'developer']))), 'forbidden');
  });

  test('cannot turn an asset into a kind that the editor may not write', async () => {
    const model = await makeAsset(team, { kind: 'model' });
    await refusal(
      call(assets.edit, { id: model.id, version: 1, kind: 'infrastructure' }, as(await makeActor([team, 'data_scientist']))),
      'forbidden',
    );
  });
});

describe('the life of an asset', () => {
  test('is retired, refuses edits, and is restored', async () => {
    const asset = await makeAsset(team);
    expect((await call(assets.retire, { id: asset.id }, as(lead))).status).toBe('retired');
    await call(assets.retire, { id: asset.id }, as(lead));
    await refusal(call(assets.edit, { id: asset.id, version: 2, name: 'X' }, as(lead)), 'conflict');
    await call(assets.restore, { id: asset.id }, as(lead));
    expect((await eventsOf(asset)).map((event) => event.event)).toEqual(['asset.retired', 'asset.restored']);
  });

  test('moves with its versions to a team that the mover leads too', async () => {
    const asset = await makeAsset(team);
    const version = await makeVersion(asset, { files: [{ path: 'a', sha256: 'a'.repeat(64), size: 1 }] });
    await refusal(call(assets.move, { id: asset.id, version: 1, teamId: other.id }, as(lead)), 'not_found');
    await giveRole({ id: lead.id }, other, 'viewer');
    await refusal(call(assets.move, { id: asset.id, version: 1, teamId: other.id }, as(await actorOf(lead))), 'forbidden');
    const both = await makeActor([team, 'lead'], [other, 'lead']);
    await call(assets.move, { id: asset.id, version: 1, teamId: other.id }, as(both));
    const { rows } = await owner.query(
      'SELECT v.team_id AS version, f.team_id AS file FROM asset_versions v JOIN version_files f ON f.version_id = v.id WHERE v.id = $1',
      [version.id],
    );
    expect(rows).toEqual([{ version: other.id, file: other.id }]);
    await refusal(get(lead, asset.id), 'not_found');
  });

  test('the team that gets an asset sees that it came and by whom; from where, only who may know', async () => {
    const asset = await makeAsset(team);
    const both = await makeActor([team, 'lead'], [other, 'lead']);
    const receiver = await makeActor([other, 'viewer']);
    await call(assets.move, { id: asset.id, version: 1, teamId: other.id }, as(both));
    expect((await eventsOf(asset)).map(({ event, team_id, operation_id }) => [event, team_id, operation_id])).toEqual([
      ['asset.moved', team.id, expect.any(String)],
      ['asset.received', other.id, (await eventsOf(asset))[0]?.operation_id],
    ]);
    const received = await call(assets.activity, { id: asset.id }, as(receiver));
    expect(received.entries).toMatchObject([{ event: 'asset.received', actorName: both.name, before: null, after: { teamId: other.id } }]);
    expect(JSON.stringify(received)).not.toContain(team.id);
    expect(received.names).toEqual({ [other.id]: other.name });
    const known = await call(assets.activity, { id: asset.id }, as(both));
    expect(known.entries.map((entry) => entry.event)).toEqual(['asset.moved']);
    expect(known.names).toEqual({ [team.id]: team.name, [other.id]: other.name });
  });

  test('is duplicated without its versions', async () => {
    const asset = await makeAsset(team, { key: 'model', more: { tags: ['x'] } });
    await makeVersion(asset);
    const { id } = await call(assets.duplicate, { id: asset.id }, as(lead));
    expect(await get(lead, id)).toMatchObject({ key: 'model-copy', tags: ['x'], versionCount: 0 });
  });

  test('shows its activity newest first, a page at a time', async () => {
    const asset = await makeAsset(team);
    for (const name of ['one', 'two', 'three'])
      await call(assets.edit, { id: asset.id, version: (await get(lead, asset.id)).version, name }, as(lead));
    const first = await call(assets.activity, { id: asset.id, limit: 2 }, as(lead));
    expect(first.entries.map((entry) => entry.after?.['name'])).toEqual(['three', 'two']);
    const second = await call(assets.activity, { id: asset.id, limit: 2, after: first.next ?? '' }, as(lead));
    expect(second.entries.map((entry) => entry.after?.['name'])).toEqual(['one']);
    expect(second.next).toBeNull();
    await refusal(call(assets.activity, { id: asset.id }, as(await makeActor([other, 'lead']))), 'not_found');
  });
});

describe('rights are those of the moment', () => {
  test('the auditor sees every team and changes nothing; the member of no team sees nothing', async () => {
    const asset = await makeAsset(team);
    const auditor = await makeOrganisationActor('auditor');
    expect(await get(auditor, asset.id)).toMatchObject({
      may: { edit: false, retire: false, move: false, registerVersion: false, editLineage: false },
    });
    await refusal(call(assets.edit, { id: asset.id, version: 1, name: 'X' }, as(auditor)), 'forbidden');
    await refusal(get(await makeActor(), asset.id), 'forbidden');
  });
});

test('a team that is none, or archived, takes no asset, not even from an administrator', async () => {
  const admin = await makeOrganisationActor('admin');
  const asset = await makeAsset(team);
  await owner.query('UPDATE teams SET archived_at = now() WHERE id = $1', [other.id]);
  for (const teamId of ['0190a0b0-0000-7000-8000-000000000000', other.id]) {
    await refusal(call(assets.create, { teamId, kind: 'model', name: 'Lost' }, as(admin)), 'not_found');
    await refusal(call(assets.move, { id: asset.id, version: 1, teamId }, as(admin)), 'not_found');
  }
});

test('a retired asset is restored before it is moved', async () => {
  const admin = await makeOrganisationActor('admin');
  const asset = await makeAsset(team, { more: { status: 'retired' } });
  await refusal(call(assets.move, { id: asset.id, version: 1, teamId: other.id }, as(admin)), 'conflict');
});

test('a free key is found among very many that begin alike', async () => {
  await owner.query(
    `INSERT INTO assets (id, team_id, kind, key, name, stage, criticality, exposure, data_class, tags)
     SELECT uuid7(), $1, 'model', CASE n WHEN 1 THEN 'churn' ELSE 'churn-' || n END, 'Churn', 'develop', 3, 'internal', 'internal', '{}' FROM generate_series(1, 250) n`,
    [team.id],
  );
  const { id } = await call(assets.create, { teamId: team.id, kind: 'model', name: 'Churn' }, as(lead));
  expect((await get(lead, id)).key).toBe('churn-251');
});
