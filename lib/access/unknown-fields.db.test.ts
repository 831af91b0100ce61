/** No operation takes a field that it does not know: not in a body, not in a query, not inside another field. */
import { beforeAll, expect, test } from 'vitest';
import { inputOf, objectsOf, operations, send, withCookie } from './operations-testing.ts';
import { makePerson, makeSession, makeTeam } from './testing.ts';
import { makeThings } from './things-testing.ts';

let headers: Record<string, string>;
beforeAll(async () => {
  headers = withCookie(await makeSession(await makePerson({ orgRole: 'admin', roles: [[await makeTeam(), 'lead']] })));
});

test.each(operations.map((operation) => [operation.name, operation] as const))('%s refuses an unknown field', async (_, operation) => {
  const { person, values } = await makeThings('admin');
  const own = withCookie(await makeSession(person));
  for (const field of ['planted', 'actorId', '__proto__x']) {
    const answer = await send(operation, { ...inputOf(operation, values), [field]: 'planted' }, own);
    expect(answer.status, answer.text).toBe(422);
    expect(answer.text).toContain(field);
  }
});

/** What a passkey answers is the browser's to extend; the library that checks its signature reads the fields it knows. */
const ofBrowsers = ['POST /account/confirm: {}', 'POST /account/passkeys: {}'];

test('every object within an input is closed too', () => {
  const open = operations.flatMap(({ name, schema }) =>
    objectsOf(schema)
      .filter((each) => each.additionalProperties !== false)
      .map((each) => `${name}: {${Object.keys(each.properties ?? {}).join(', ')}}`),
  );
  expect(open).toEqual(ofBrowsers);
});

test('a field of the path counts once: the body cannot name another', async () => {
  const mine = await makeThings();
  const theirs = await makeThings();
  const own = withCookie(await makeSession(mine.person));
  const id = String(mine.values['assets/{id}']);
  for (const field of ['id', 'teamId']) {
    const planted = String(field === 'id' ? theirs.values['assets/{id}'] : theirs.values['teamId']);
    const answer = await send({ method: 'PATCH', path: `/assets/${id}` }, { version: 1, name: 'Changed', [field]: planted }, own);
    expect([200, 422]).toContain(answer.status);
    if (answer.status === 200) expect(answer.body).toMatchObject({ id });
  }
  expect((await send({ method: 'GET', path: '/assets/{id}' }, { id: theirs.values['assets/{id}'] }, headers)).body).not.toMatchObject({
    name: 'Changed',
  });
});
