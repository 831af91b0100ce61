import { kindWords, listed } from '#components/access/rights-words.ts';
import type { Kind } from '#lib/access/kinds.ts';
import { type Permission, permissions } from '#lib/access/permissions.ts';

/** What the fields of a role are called. */
export const roleLabels = { name: 'Name', description: 'Description', permissions: 'Rights', kinds: 'Kinds of asset', seen: 'Preview' };

/** "Edit assets (models and datasets)", of a right that somebody gains or loses. */
export const rightWords = ({ permission, kinds }: { permission: Permission; kinds: readonly Kind[] | null }): string =>
  kinds === null ? permissions[permission] : `${permissions[permission]} (${kindWords(kinds)})`;

/** A value of a role's field, in words. */
export function valueWords(name: string, value: unknown): string {
  if (name === 'permissions') return listed((value as Permission[]).map((permission) => permissions[permission]));
  if (name === 'kinds') return kindWords(value as Kind[]);
  return String(value ?? '') || 'nothing';
}
