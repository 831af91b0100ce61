import { call } from '@orpc/server';
import { expect, it } from 'vitest';
import type { Actor } from '#lib/access/policy.ts';
import { contextOf, makeActor, makeAsset, makeOrganisationActor, makeTeam, makeVersion } from '#lib/access/testing.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { router } from '#lib/router.ts';
import type { NewReviewInput } from '../../requesting/schema.ts';
import { makeTemplate } from '../../testing.ts';

const { request, preview, requestMany, get, candidatesAbout, addSeat, withdraw } = router.reviews;
const as = (actor: Actor) => ({ context: contextOf(actor) });
const seatsOf = async (id: string) =>
  (await owner.query('SELECT user_id, role FROM review_seats WHERE review_id = $1 AND released_at IS NULL ORDER BY id', [id])).rows;

it('asks those whom the template names, whoever else somebody without the right to manage would choose', async () => {
  const team = await makeTeam();
  const asset = await makeAsset(team);
  await makeVersion(asset);
  const asker = await makeActor([team, 'data_scientist']);
  const lead = await makeActor([team, 'lead']);
  await makeOrganisationActor('security');
  const colleague = await makeActor([team, 'developer']);
  const template = await makeTemplate({ reviewers: [{ by: 'team_lead' }, { by: 'organisation_role', role: 'security' }], quorum: 2 });
  const about = { subject: 'version', assetId: asset.id } as const;
  const ask = (assignment: NonNullable<NewReviewInput['assignment']>, actor = asker) =>
    call(request, { about, template: template.key, assignment }, as(actor));
  const both = { by: 'hand' as const, people: [colleague.id, lead.id] };
  expect((await refusal(ask(both), 'invalid')).message).toMatch(/whoever manages reviews/);
  await refusal(ask({ by: 'balanced', seats: 2 }), 'invalid');
  await refusal(ask({ by: 'pool', role: 'developer' }), 'invalid');
  const many = { about: { of: 'assets' as const, ids: [asset.id] }, template: template.key, assignment: both };
  expect((await call(preview, many, as(asker))).left).toMatchObject([{ why: expect.stringMatching(/manages reviews/), count: 1 }]);
  expect(await call(requestMany, many, as(asker))).toMatchObject({ changed: 0 });
  const offered = await call(candidatesAbout, { about, template: template.key }, as(asker));
  expect(offered.people.find(({ id }) => id === colleague.id)?.hindrance).toMatch(/not among those/);
  expect(offered.people.find(({ id }) => id === lead.id)?.hindrance).toBeNull();

  const { id } = await ask({ by: 'hand', people: [lead.id] });
  expect(await seatsOf(id)).toMatchObject([{ user_id: lead.id }, { user_id: null, role: 'security' }]);
  const add = (to: { userId: string } | { role: string }, actor: Actor) => call(addSeat, { id, to }, as(actor));
  expect((await refusal(add({ userId: colleague.id }, asker), 'invalid')).message).toMatch(/not among those/);
  await refusal(add({ role: 'any' }, asker), 'invalid');
  const manager = await makeActor([team, 'lead']);
  await add({ userId: colleague.id }, manager);
  await call(withdraw, { id, version: (await call(get, { id }, as(manager))).version }, as(manager));
  expect(await seatsOf((await ask(both, manager)).id)).toHaveLength(2);
});
