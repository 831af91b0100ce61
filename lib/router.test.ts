import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { permissionNames } from './access/permissions.ts';
import { router } from './router.ts';

/** Every operation with its permission, written by hand: opening one, or opening one wider, takes a line there that a reviewer sees. */
const expected = readFileSync(new URL('./operations.csv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.trim())
  .sort();

type Leaf = {
  '~orpc': { route: { method?: string; path?: string; summary?: string }; meta: { permission?: string }; outputSchema?: unknown };
};

function leavesOf(tree: unknown): Leaf[] {
  if (typeof tree !== 'object' || tree === null) return [];
  if ('~orpc' in tree) return [tree as Leaf];
  return Object.values(tree).flatMap(leavesOf);
}

const leaves = leavesOf(router);
const nameOf = ({ '~orpc': { route } }: Leaf) => `${route.method} ${route.path}`;

test('the walk finds operations', () => {
  expect(leaves.length).toBeGreaterThan(15);
});

test('every operation names its permission, and it is one that exists', () => {
  const known: readonly unknown[] = [...permissionNames, 'session', 'signed-in', 'anyone'];
  for (const leaf of leaves) expect(known, nameOf(leaf)).toContain(leaf['~orpc'].meta.permission);
});

test('the operations and their permissions are those of operations.csv', () => {
  expect(leaves.map((leaf) => `${nameOf(leaf)},${leaf['~orpc'].meta.permission}`).sort()).toEqual(expected);
});

test('before sign-in nothing can be done but the set-up, links that work once, calendars by their own token, and reading the interface’s own description', () => {
  const open = leaves.filter((leaf) => leaf['~orpc'].meta.permission === 'anyone').map(nameOf);
  const allowed = [
    'POST /setup',
    'GET /sign-in/providers',
    'POST /sign-in/single-sign-on',
    'POST /links/look',
    'POST /invitations/accept',
    'POST /password-resets',
    'POST /password-resets/complete',
    'GET /work/calendar.ics',
  ];
  expect(open.filter((name) => !allowed.includes(name) && !name.startsWith('GET /spec'))).toEqual([]);
});

test('no two operations share a route, and each has a summary and an output', () => {
  expect(new Set(leaves.map(nameOf)).size).toBe(leaves.length);
  for (const leaf of leaves) {
    expect(leaf['~orpc'].route.summary, nameOf(leaf)).toBeTruthy();
    expect(leaf['~orpc'].outputSchema, nameOf(leaf)).toBeDefined();
  }
});
