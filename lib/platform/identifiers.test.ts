import { expect, test } from 'vitest';
import { newId } from './identifiers.ts';

test('is a UUID of version 7 that carries its time', () => {
  const at = Date.UTC(2026, 10, 22);
  const id = newId(at);
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(at);
});

test('sorts by time, and two of one millisecond differ', () => {
  expect(newId(1_000) < newId(1_001)).toBe(true);
  expect(newId(5)).not.toBe(newId(5));
});
