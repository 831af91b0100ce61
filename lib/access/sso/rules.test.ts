import { expect, test } from 'vitest';
import { groupsOf, keyFrom, type Mapping, mailOf, nameOf, planRights, refusalText } from './rules.ts';

const issuer = 'https://login.example.org';
const [red, blue] = ['00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002'];
const mappings: Mapping[] = [
  { group: 'ml-leads', teamId: red, role: 'lead' },
  { group: 'ml', teamId: red, role: 'data_scientist' },
  { group: 'ml', teamId: blue, role: 'viewer' },
  { group: 'security', teamId: null, role: 'security' },
];
const nobody = { orgRole: 'member', roleSource: 'hand', memberships: [] };

test('groups give teams and the organisation what the mappings say, the first that fits', () => {
  expect(planRights(mappings, ['ml', 'ml-leads', 'else'], nobody, issuer)).toEqual({
    set: [
      { teamId: red, role: 'lead', before: null },
      { teamId: blue, role: 'viewer', before: null },
    ],
    end: [],
    orgRole: null,
  });
  expect(planRights(mappings, ['security'], nobody, issuer)).toEqual({ set: [], end: [], orgRole: 'security' });
  expect(planRights(mappings, [], nobody, issuer)).toEqual({ set: [], end: [], orgRole: null });
});

test('no group gives the administrator’s role unless a mapping says so', () => {
  for (const groups of [['admin'], ['administrators'], ['Domain Admins', 'ml', 'security', 'root']])
    expect(planRights(mappings, groups, nobody, issuer).orgRole).not.toBe('admin');
  expect(planRights([{ group: 'root', teamId: null, role: 'admin' }], ['root'], nobody, issuer).orgRole).toBe('admin');
});

test('what this provider gave changes and ends; what was given by hand or by another is left alone', () => {
  const held = (source: string) => ({ ...nobody, memberships: [{ teamId: red, role: 'data_scientist', source }] });
  expect(planRights(mappings, ['ml-leads'], held(issuer), issuer)).toMatchObject({
    set: [{ teamId: red, role: 'lead', before: 'data_scientist' }],
  });
  expect(planRights(mappings, [], held(issuer), issuer)).toMatchObject({ set: [], end: [{ teamId: red, role: 'data_scientist' }] });
  for (const source of ['hand', 'https://other.example']) {
    expect(planRights(mappings, ['ml-leads'], held(source), issuer)).toMatchObject({ set: [], end: [] });
    expect(planRights(mappings, [], held(source), issuer)).toMatchObject({ set: [], end: [] });
  }
});

test('a role in the organisation that was given by hand stays, but “member” may be raised', () => {
  const as = (orgRole: string, roleSource: string) => ({ ...nobody, orgRole, roleSource });
  expect(planRights(mappings, ['security'], as('auditor', 'hand'), issuer).orgRole).toBeNull();
  expect(planRights(mappings, [], as('admin', 'hand'), issuer).orgRole).toBeNull();
  expect(planRights(mappings, ['security'], as('auditor', issuer), issuer).orgRole).toBe('security');
  expect(planRights(mappings, [], as('security', issuer), issuer).orgRole).toBe('member');
  expect(planRights(mappings, ['security'], as('security', issuer), issuer).orgRole).toBeNull();
});

test('groups are read from a claim by its name, or by its path', () => {
  expect(groupsOf({ groups: ['a', 'b', 'a', 3, ''] }, 'groups')).toEqual(['a', 'b']);
  expect(groupsOf({ groups: 'a' }, 'groups')).toEqual(['a']);
  expect(groupsOf({ realm_access: { roles: ['x'] } }, 'realm_access.roles')).toEqual(['x']);
  expect(groupsOf({ 'https://example.org/groups': ['y'] }, 'https://example.org/groups')).toEqual(['y']);
  expect(groupsOf({ groups: ['a'] }, '')).toEqual([]);
  expect(groupsOf({}, '__proto__')).toEqual([]);
  expect(groupsOf({ groups: Array.from({ length: 5000 }, (_, at) => `g${at}`) }, 'groups')).toHaveLength(1000);
});

test('names and addresses are what they can be', () => {
  expect(nameOf({ name: ' Ines\nOkafor ' })).toBe('Ines Okafor');
  expect(nameOf({ given_name: 'Ines', family_name: 'Okafor' })).toBe('Ines Okafor');
  expect(nameOf({ email: 'ines@example.org' })).toBe('ines');
  expect(nameOf({ name: 'x'.repeat(200) })).toBe('Somebody');
  expect(mailOf({ email: 'Ines@Example.org' })).toBe('ines@example.org');
  for (const email of ['ines', '@x.org', 'a b@x.org', { contains: '@' }, `${'x'.repeat(300)}@x.org`]) expect(mailOf({ email })).toBeNull();
});

test('an address tells a sentence of ours or nothing', () => {
  expect(refusalText('cancelled')).toMatch(/stopped/);
  for (const made of ['<script>', 'constructor', '__proto__', '', null]) expect(refusalText(made)).toBeNull();
  expect(keyFrom(' Wrenfield  Könto (Test) ')).toBe('wrenfield-ko-nto-test');
});
