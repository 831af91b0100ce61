import { call } from '@orpc/server';
import { expect, test } from 'vitest';
import { owner, refusal } from '#lib/platform/testing.ts';
import type { Actor } from '../policy.ts';
import { actorOf, contextOf, eventsOf, makeActor, makeTeam } from '../testing.ts';
import { viewOperations } from './procedures.ts';
import type { NewView } from './schema.ts';

const save = (actor: Actor | null, view: Partial<NewView> = {}) =>
  call(
    viewOperations.create,
    { list: 'assets', name: 'Models at risk', query: 'kind=model&sort=-level', ...view },
    { context: contextOf(actor) },
  );
const edit = (actor: Actor, input: { id: string; name?: string; query?: string; shared?: boolean }) =>
  call(viewOperations.edit, input, { context: contextOf(actor) });
const remove = (actor: Actor, id: string) => call(viewOperations.delete, { id }, { context: contextOf(actor) });
const list = async (actor: Actor, noun: NewView['list'] = 'assets') =>
  (await call(viewOperations.list, { list: noun }, { context: contextOf(actor) })).views;
const lead = async () => makeActor([await makeTeam(), 'lead']);

test('a saved view is there for its owner alone, and recorded', async () => {
  const [actor, colleague] = [await makeActor(), await makeActor()];
  const { id } = await save(actor, { query: '?kind=model' });
  expect(await list(actor)).toMatchObject([
    { id, name: 'Models at risk', query: 'kind=model', shared: false, own: true, ownerName: actor.name },
  ]);
  expect((await list(colleague)).map((view) => view.id)).not.toContain(id);
  expect(await list(actor, 'risks')).toEqual([]);
  expect(await eventsOf({ id })).toMatchObject([
    { event: 'view.created', actor_id: actor.id, after: { name: 'Models at risk', query: 'kind=model' } },
  ]);
});

test('a shared view is there for everyone, after their own, and only its owner changes it', async () => {
  const [actor, colleague] = [await lead(), await makeActor()];
  const { id } = await save(actor, { name: 'Aardvark', shared: true });
  const own = await save(colleague, { name: 'Zebra' });
  const seen = (await list(colleague)).filter((view) => [id, own.id].includes(view.id));
  expect(seen.map((view) => [view.name, view.own])).toEqual([
    ['Zebra', true],
    ['Aardvark', false],
  ]);
  await refusal(edit(colleague, { id, name: 'Mine now' }), 'not_found');
  await refusal(remove(colleague, id), 'not_found');
  expect((await list(actor)).find((view) => view.id === id)?.name).toBe('Aardvark');
});

test('sharing takes the right to share, at once and later', async () => {
  const actor = await makeActor([await makeTeam(), 'viewer']);
  await refusal(save(actor, { shared: true }), 'forbidden');
  const { id } = await save(actor);
  await refusal(edit(actor, { id, shared: true }), 'forbidden');
  expect((await list(actor)).find((view) => view.id === id)?.shared).toBe(false);
});

test('whoever lost the right to share may still take a view back, but not change what all see', async () => {
  const actor = await lead();
  const { id } = await save(actor, { shared: true });
  await owner.query('DELETE FROM memberships WHERE user_id = $1', [actor.id]);
  const lesser = await actorOf(actor);
  await refusal(edit(lesser, { id, name: 'Seen by all' }), 'forbidden');
  await edit(lesser, { id, shared: false });
  expect((await list(actor)).find((view) => view.id === id)?.shared).toBe(false);
});

test('name and query change, with what they were and are; saying the same records nothing', async () => {
  const actor = await makeActor();
  const { id } = await save(actor);
  await edit(actor, { id, name: 'Renamed' });
  await edit(actor, { id, name: 'Renamed' });
  expect((await eventsOf({ id })).map((event) => [event.event, event.before, event.after])).toEqual([
    ['view.created', null, expect.anything()],
    ['view.edited', { name: 'Models at risk' }, { name: 'Renamed' }],
  ]);
});

test('a name that one has already is a conflict at its field, for a new view and for a renamed one', async () => {
  const [actor, colleague] = [await makeActor(), await makeActor()];
  await save(actor);
  const other = await save(actor, { name: 'Other' });
  expect((await refusal(save(actor), 'conflict')).details.fields).toEqual({ name: 'You have a view of this name already.' });
  expect((await refusal(edit(actor, { id: other.id, name: 'Models at risk' }), 'conflict')).details.fields).toHaveProperty('name');
  await save(colleague);
  await save(actor, { list: 'risks' });
});

test('deleting keeps what it was in the audit log', async () => {
  const actor = await makeActor();
  const { id } = await save(actor);
  await remove(actor, id);
  expect((await owner.query('SELECT 1 FROM saved_views WHERE id = $1', [id])).rowCount).toBe(0);
  expect((await eventsOf({ id })).at(-1)).toMatchObject({ event: 'view.deleted', before: { name: 'Models at risk', list: 'assets' } });
  await refusal(remove(actor, id), 'not_found');
});

test('a query holds at most 4 kB, counted in bytes', async () => {
  const actor = await makeActor();
  await save(actor, { name: 'long', query: 'a'.repeat(4096) });
  for (const query of ['a'.repeat(4097), 'ü'.repeat(2049)])
    await expect(save(actor, { query })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
});

test('nobody signed out has views', async () => {
  await refusal(save(null), 'unauthenticated');
});
