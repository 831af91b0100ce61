import { expect, test } from 'vitest';
import { permissionNames } from '#lib/access/permissions.ts';
import { permissionGroups } from './permission-groups.ts';

test('every right can be chosen, and each once', () => {
  const chosen = permissionGroups.flatMap((group) => group.permissions);
  expect(chosen.toSorted()).toEqual([...permissionNames].sort());
});
