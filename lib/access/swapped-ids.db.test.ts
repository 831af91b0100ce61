/** Ids of two teams in one call: what is not the caller's is not there, and nothing is written. */
import { beforeAll, expect, test } from 'vitest';
import { owner } from '#lib/platform/testing.ts';
import { inputOf, operations, send, type TestOperation, type Values, withCookie } from './operations-testing.ts';
import { giveRole, makeSession } from './testing.ts';
import { makeThings, type Things } from './things-testing.ts';

/** Values that belong to a team. People and roles are known to everyone here. */
const ofTeam = (name: string) =>
  /^(teamId|assetId|ids|left|right|(from|to)(Version)?Id)$/.test(name) || (/\/\{\w+\}$/.test(name) && !/^(people|roles)\//.test(name));

/** Those of a team's values that this operation is called with. */
function usedBy(operation: TestOperation, mine: Values, theirs: Values, full: boolean): string[] {
  const usual = JSON.stringify(inputOf(operation, mine, full));
  return Object.keys(mine).filter(
    (name) => ofTeam(name) && JSON.stringify(inputOf(operation, { ...mine, [name]: theirs[name] }, full)) !== usual,
  );
}

let sample: { mine: Things; theirs: Things };
beforeAll(async () => {
  sample = { mine: await makeThings(), theirs: await makeThings() };
});

const withIds = operations.filter((each) => !['anyone', 'session'].includes(each.permission));
const written = async () => (await owner.query<{ count: number }>('SELECT count(*)::int FROM audit_events')).rows[0]?.count;

test.each(withIds.map((operation) => [operation.name, operation] as const))(
  '%s with an id of another team among its ids',
  async (_, operation) => {
    for (const full of [false, true]) {
      const names = usedBy(operation, sample.mine.values, sample.theirs.values, full);
      for (const name of names) {
        const [mine, theirs] = [await makeThings(), await makeThings()];
        const headers = withCookie(await makeSession(mine.person));
        const before = await written();
        const answer = await send(operation, inputOf(operation, { ...mine.values, [name]: theirs.values[name] }, full), headers);
        const at = `${name}${full ? ', with every field' : ''}: ${answer.text}`;
        const told =
          answer.status === 200 &&
          /"outcome":"refused"|"(assets|entries|imports|requests|rows|total|count|changed)":(\[\]|0)/.test(answer.text);
        expect(told || [403, 404, 422].includes(answer.status), at).toBe(true);
        expect(await written(), at).toBe(before);
      }
    }
  },
);

/** Two ids in the path: the second belongs to the first. */
const nested = operations.filter(({ path }) => (path.match(/\{/g) ?? []).length > 1);

test.each(nested.map((operation) => [operation.name, operation] as const))(
  '%s does not find in one team what is in the other, for someone who leads both',
  async (_, operation) => {
    const [first, second] = [await makeThings(), await makeThings()];
    await giveRole(first.person, second.team, 'lead');
    const headers = withCookie(await makeSession(first.person));
    for (const name of usedBy(operation, first.values, second.values, false)) {
      const before = await written();
      const answer = await send(operation, inputOf(operation, { ...first.values, [name]: second.values[name] }), headers);
      expect(answer.status, `${name}: ${answer.text}`).toBe(404);
      expect(await written()).toBe(before);
    }
  },
);

test('there are such operations', () => {
  expect(nested.length).toBeGreaterThan(2);
  expect(withIds.filter((each) => usedBy(each, sample.mine.values, sample.theirs.values, true).length > 1).length).toBeGreaterThan(5);
});
