import { expect, test } from 'vitest';
import { rowsOf } from './audit.ts';
import { commit, commitmentOf, joinPersonal, opens, takePersonal } from './personal-data.ts';

const [admin, person] = ['0198c0de-0000-7000-8000-000000000001', '0198c0de-0000-7000-8000-000000000002'];
const act = { actorId: admin, requestId: 'r-1', operationId: person, address: '192.0.2.7' };

test('a person’s name and mail are taken out of the event about them, and are theirs', () => {
  const told = { targetType: 'user', targetId: person, after: { name: 'Mara', email: 'mara@example.org', orgRole: 'member' } };
  expect(takePersonal(told, admin)).toEqual({
    before: null,
    after: { orgRole: 'member' },
    personal: { subject: person, data: { after: { name: 'Mara', email: 'mara@example.org' } } },
  });
});

test('what somebody called their passkey is theirs', () => {
  const told = { targetType: 'user', targetId: person, after: { factor: 'passkey', passkeyName: 'Mara’s telephone' } };
  expect(takePersonal(told, person)).toMatchObject({ after: { factor: 'passkey' }, personal: { subject: person } });
});

test('what is a name of a person is none of an asset', () => {
  const told = { targetType: 'asset', targetId: person, before: { name: 'Old' }, after: { name: 'New' } };
  expect(takePersonal(told, admin)).toEqual({ before: { name: 'Old' }, after: { name: 'New' }, personal: null });
});

test('a secret that an event names by mistake is not kept', () => {
  const told = { targetType: 'session', targetId: null, before: { token: 't' }, after: { previousToken: 's3cret', method: 'password' } };
  expect(takePersonal(told, admin)).toEqual({ before: {}, after: { method: 'password' }, personal: null });
});

test('a list with a mail address in it is personal as a whole', () => {
  const told = { targetType: 'team', targetId: null, after: { people: [{ role: 'lead', email: 'mara@example.org' }], count: 1 } };
  expect(takePersonal(told, admin)).toMatchObject({ after: { count: 1 }, personal: { subject: admin } });
});

test('an event about somebody’s session is about that person, whoever acted', () => {
  const told = { targetType: 'session', targetId: null, after: { userId: person, address: '192.0.2.9', userAgent: 'Firefox' } };
  expect(takePersonal(told, admin).personal).toEqual({ subject: person, data: { after: { address: '192.0.2.9', userAgent: 'Firefox' } } });
});

test('an act’s address is kept once for all its events, and the person’s data with each', () => {
  const told = { event: 'user.edited', targetType: 'user', targetId: person, teamId: null, after: { name: 'Mara' } } as const;
  const { rows, parts } = rowsOf(act, [told, told]);
  expect(parts.map(({ part }) => [part.subject, part.data])).toEqual([
    [admin, { address: '192.0.2.7' }],
    [person, { after: { name: 'Mara' } }],
    [person, { after: { name: 'Mara' } }],
  ]);
  expect(rows.map((row) => row.personal?.map(({ fields }) => fields))).toEqual([
    [['address'], ['after.name']],
    [['address'], ['after.name']],
  ]);
  expect(rows[1]?.personal?.[0]).toEqual(rows[0]?.personal?.[0]);
  expect(JSON.stringify(rows)).not.toMatch(/Mara|192\.0\.2\.7/);
});

test('a service account’s address is nobody’s', () => {
  const told = { event: 'asset.edited', targetType: 'asset', targetId: null, teamId: null } as const;
  expect(rowsOf({ ...act, actorType: 'service' }, [told]).parts[0]?.part.subject).toBeNull();
});

test('a commitment opens with its own data, salt and subject, and with nothing else', () => {
  const { part, commitment } = commit('p-1', person, { after: { name: 'Mara', since: new Date(0) } });
  expect(opens(commitment, part)).toBe(true);
  expect(opens(commitment, { ...part, data: { after: { name: 'Mona' } } })).toBe(false);
  expect(opens(commitment, { ...part, salt: `00${part.salt.slice(2)}` })).toBe(false);
  expect(opens(commitment, { ...part, subject: admin })).toBe(false);
  expect(commit('p-1', person, part.data).commitment.sha256).not.toBe(commitment.sha256);
  expect(commitmentOf('00'.repeat(16), { a: 1 })).toBe('c5961791f82c7a925cef5b9fb7af1e2b205b05ab33c26b1ddabac8b2ff90930d');
});

test('a told event and its parts are whole again, and what was erased is not there', () => {
  const event = { before: null, after: { orgRole: 'member' } };
  expect(joinPersonal(event, [{ address: '192.0.2.7' }, { after: { name: 'Mara' } }])).toEqual({
    before: null,
    after: { orgRole: 'member', name: 'Mara' },
    address: '192.0.2.7',
  });
  expect(joinPersonal(event, [])).toEqual({ ...event, address: null });
});
