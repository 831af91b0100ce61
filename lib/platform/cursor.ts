import { AppError } from './errors.ts';

/** Where a keyset page begins or ends: the sort value and id of a row, and the sort they belong to. */
export type Cursor = { sort: string; values: (string | number)[] };

export const encodeCursor = (cursor: Cursor): string => Buffer.from(JSON.stringify([cursor.sort, ...cursor.values])).toString('base64url');

/** @throws AppError `invalid` for a cursor that is not one of ours, or belongs to another sort. */
export function decodeCursor(text: string, field: string, sort: string, length: number): (string | number)[] {
  const wrong = () =>
    new AppError('invalid', 'This page address is not one of ours. Start from the first page.', {
      fields: { [field]: 'not a cursor of this list' },
    });
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    throw wrong();
  }
  if (!Array.isArray(parts) || parts[0] !== sort || parts.length !== length + 1) throw wrong();
  const values = parts.slice(1);
  if (!values.every((value) => typeof value === 'string' || typeof value === 'number')) throw wrong();
  return values;
}
