/** Every operation, called by whoever is no person at a browser: it works or is refused in plain words, and is never a fault of ours. */
import { expect, test } from 'vitest';
import { inputOf, operations, send, withToken } from './operations-testing.ts';
import { makeService, makeToken } from './testing.ts';
import { makeThings } from './things-testing.ts';

test.each(operations.map((operation) => [operation.name, operation] as const))(
  '%s by a service account and by a token is no fault',
  async (_, operation) => {
    for (const who of ['service account', 'person'])
      for (const full of [false, true]) {
        const { team, person, values } = await makeThings('admin');
        const { token } = await makeToken(who === 'person' ? person : await makeService(team));
        const answer = await send(operation, inputOf(operation, values, full), withToken(token));
        expect(answer.status, `${who}${full ? ', with every field' : ''}: ${answer.text}`).toBeLessThan(500);
        if (operation.permission === 'session') expect(answer.status).toBe(403);
        expect(answer.headers.get('set-cookie')).toBeNull();
      }
  },
);

test('the inputs are such that most operations succeed, so that the handlers themselves were reached', async () => {
  const refused: string[] = [];
  const tried = operations.filter((each) => each.permission !== 'session');
  for (const operation of tried) {
    const { person, values } = await makeThings('admin');
    const { status, text } = await send(operation, inputOf(operation, values), withToken((await makeToken(person)).token));
    if (status >= 400) refused.push(`${operation.name} ${status} ${text}`);
  }
  expect(refused.length, refused.join('\n')).toBeLessThan(tried.length / 3);
});
