import { call } from '@orpc/server';
import { beforeAll, describe, expect, test } from 'vitest';
import '#lib/composition.ts';
import type { Actor } from '#lib/access/policy.ts';
import { contextOf, eventsOf, makeActor, makeAsset, makeOrganisationActor, makeTeam, makeVersion } from '#lib/access/testing.ts';
import { assetOperations as assets } from '#lib/assets/procedures.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { insertRow } from '#lib/platform/testing.ts';
import { makeTemplate } from '../../testing.ts';
import { policyOperations as operations } from '../procedures.ts';

let security: Actor;
let lead: Actor;
let template: string;
const as = (actor: Actor) => ({ context: contextOf(actor) });

beforeAll(async () => {
  security = await makeOrganisationActor('security');
  lead = await makeActor([await makeTeam(), 'lead']);
  template = (await makeTemplate()).key;
});
const add = (more: object = {}, actor = security) =>
  call(operations.add, { trigger: 'exposure.changed', kinds: ['model'], template, ...more } as never, as(actor));

describe('a policy', () => {
  test('is added, listed, edited and switched, each told', async () => {
    const { id } = await add({ stages: ['monitor', 'deploy'] });
    const found = (await call(operations.list, {}, as(lead))).policies.find((each) => each.id === id);
    expect(found).toMatchObject({
      trigger: 'exposure.changed',
      kinds: ['model'],
      stages: ['deploy', 'monitor'],
      enabled: true,
      builtIn: false,
      recent: 0,
    });
    expect(await call(operations.edit, { id, version: 1, kinds: [] }, as(security))).toEqual({ id, version: 2 });
    expect(await call(operations.edit, { id, version: 2, kinds: [] }, as(security))).toEqual({ id, version: 2 });
    expect(await call(operations.switch, { id, version: 2, enabled: false }, as(security))).toEqual({ id, version: 3 });
    expect((await eventsOf({ id })).map(({ event, team_id }) => [event, team_id])).toEqual([
      ['policy.added', null],
      ['policy.edited', null],
      ['policy.switched_off', null],
    ]);
  });

  test('is of the organisation: a lead may look, not change', async () => {
    await expect(add({}, lead)).rejects.toMatchObject({ code: 'forbidden' });
    const [first] = (await call(operations.list, {}, as(lead))).policies;
    await expect(call(operations.switch, { id: first?.id ?? '', version: 1, enabled: false }, as(lead))).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(call(operations.preview, { trigger: 'exposure.changed', template }, as(lead))).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  test('stands once; a stale edit is a conflict with what stands; one of nothing is not found', async () => {
    const { id } = await add({ kinds: ['pipeline', 'model'] });
    await expect(add({ kinds: ['model', 'pipeline'] })).rejects.toMatchObject({ code: 'conflict' });
    await call(operations.edit, { id, version: 1, stages: ['deploy'] }, as(security));
    await expect(call(operations.edit, { id, version: 1, stages: [] }, as(security))).rejects.toMatchObject({
      code: 'conflict',
      details: { current: { version: 2, stages: ['deploy'] } },
    });
    await expect(call(operations.switch, { id: newId(), version: 1, enabled: true }, as(security))).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test.each([
    [{ template: 'no-such-template' }, 'template'],
    [{ template: null }, 'template'],
    [{ template: 'access-recertification' }, 'template'],
    [{ template: 'stage-deploy', trigger: 'stage.changed' }, 'template'],
    [{ severity: 'high' }, 'severity'],
    [{ template: 'dataset-validation', kinds: ['model'] }, 'kinds'],
    [{ template: 'dataset-validation', kinds: ['dataset'], stages: ['monitor'] }, 'stages'],
  ])('with %o names what is wrong', async (more, field) => {
    await expect(add(more)).rejects.toMatchObject({ code: 'invalid', details: { fields: { [field]: expect.any(String) } } });
    const seen = await call(
      operations.preview,
      { trigger: 'exposure.changed', kinds: ['model'], template, ...more } as never,
      as(security),
    );
    expect(seen).toMatchObject({ times: 0, problems: { [field]: expect.any(String) } });
  });
});

test('a preview counts what happened in the last 30 days, by the conditions of the policy', async () => {
  const team = await makeTeam();
  const editor = await makeActor([team, 'lead']);
  const asset = await makeAsset(team, { kind: 'pipeline', more: { stage: 'validate' } });
  await makeVersion(asset);
  await makeVersion(asset, { more: { registered_at: new Date(Date.now() - 40 * 86_400_000) } });
  await call(assets.edit, { id: asset.id, version: 1, exposure: 'public' }, as(editor));
  await call(assets.edit, { id: asset.id, version: 2, exposure: 'isolated' }, as(editor));
  await insertRow('signals', { id: newId(), asset_id: asset.id, team_id: team.id, severity: 'medium', title: 'Seen' });
  const here = { kinds: ['pipeline' as const], stages: ['validate' as const] };
  const preview = (more: object) => call(operations.preview, { ...here, template, ...more } as never, as(security));
  expect(await preview({ trigger: 'exposure.changed' })).toMatchObject({ times: 2, assets: 1, examples: [asset.name] });
  expect(await preview({ trigger: 'data_class.changed' })).toMatchObject({ times: 0 });
  expect(await preview({ trigger: 'version.registered' })).toMatchObject({ times: 1 });
  expect(await preview({ trigger: 'signal.raised', severity: 'high' })).toMatchObject({ times: 0 });
  expect(await preview({ trigger: 'signal.raised' })).toMatchObject({ times: 1 });
  expect(await preview({ trigger: 'approval.stale', template: null })).toMatchObject({ times: 0 });
});
