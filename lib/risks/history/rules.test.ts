import { expect, test } from 'vitest';
import { momentOf } from './rules.ts';

const now = new Date('2026-11-23T09:30:00Z');

test('a day is known up to its end in UTC, today up to now, and tomorrow not at all', () => {
  expect(momentOf('2026-11-20', now)).toEqual({ day: '2026-11-20', at: new Date('2026-11-20T23:59:59.999Z'), today: false });
  expect(momentOf('2026-11-23', now)).toEqual({ day: '2026-11-23', at: now, today: true });
  expect(momentOf(undefined, now)).toEqual({ day: '2026-11-23', at: now, today: true });
  expect(momentOf('2026-11-24', now)).toBeNull();
});
