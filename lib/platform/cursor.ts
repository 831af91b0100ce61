import { AppError } from './errors.ts';

/** Where a keyset page begins or ends: the sort value and id of a row, and the sort they belong to. */
export type Cursor = { sort: string; values: (string | number)[] };

/** What each value of a cursor must be, since it comes back from outside and goes into a query. */
export type CursorPart = 'text' | 'number' | 'time' | 'id';

export const encodeCursor = (cursor: Cursor): string => Buffer.from(JSON.stringify([cursor.sort, ...cursor.values])).toString('base64url');

const fits: Record<CursorPart, (value: unknown) => boolean> = {
  text: (value) => typeof value === 'string' && !value.includes('\u0000'),
  number: (value) => Number.isSafeInteger(value) && Math.abs(value as number) < 2 ** 31,
  time: (value) =>
    typeof value === 'string' && /^\d{4}-\d{2}-\d{2}[ T][\d:.]+(Z|[+-][\d:]+)$/.test(value) && !Number.isNaN(Date.parse(value)),
  id: (value) => typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value),
};

/** @throws AppError `invalid` for a cursor that is not one of ours, or belongs to another sort. */
export function decodeCursor(text: string, field: string, sort: string, parts: readonly CursorPart[]): (string | number)[] {
  const wrong = () =>
    new AppError('invalid', 'This page address is not one of ours. Start from the first page.', {
      fields: { [field]: 'not a cursor of this list' },
    });
  let found: unknown;
  try {
    found = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    throw wrong();
  }
  if (!Array.isArray(found) || found[0] !== sort || found.length !== parts.length + 1) throw wrong();
  const values: unknown[] = found.slice(1);
  if (!parts.every((part, at) => fits[part](values[at]))) throw wrong();
  return values as (string | number)[];
}
