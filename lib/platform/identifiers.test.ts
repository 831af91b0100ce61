import { expect, test } from 'vitest';
import { newId } from './identifiers.ts';

test('is a UUID of version 7 that carries its time', () => {
  const at = Date.UTC(2026, 10, 22);
  const id = newId(at);
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(at);
});

test('sorts by time, and within one millisecond by order of making', () => {
  expect(newId(1_000) < newId(1_001)).toBe(true);
  const ids = Array.from({ length: 2_000 }, () => newId(5));
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
});

test('a moment in the past keeps its time', () => {
  newId(2_000);
  expect(newId(7).startsWith('00000000-0007-7')).toBe(true);
});
