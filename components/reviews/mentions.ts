/** How mentions are written: "@Mira Okafor" in the box, `@{id}` on the server. Pure. */
import { mentionOf, piecesOf } from '#lib/reviews/comments/rules.ts';

export type Named = { id: string; name: string };

/** A comment as it stands in the box, and whom its names mean. */
export type WrittenText = { text: string; picked: readonly Named[] };

export const emptyText: WrittenText = { text: '', picked: [] };
export const isEmptyText = ({ text }: WrittenText): boolean => text === '';

export const isNamed = (value: unknown): value is Named =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  typeof value.id === 'string' &&
  'name' in value &&
  typeof value.name === 'string';

/** A kept comment as it was written, or null where it cannot be one. */
export function readText(value: unknown): WrittenText | null {
  if (typeof value !== 'object' || value === null) return null;
  const { text, picked } = value as Record<string, unknown>;
  return typeof text === 'string' && Array.isArray(picked) && picked.every(isNamed) ? { text, picked } : null;
}

/** What is being typed after an @ that begins a word, up to the cursor; null where nobody is being mentioned. */
export function mentionAt(text: string, cursor: number): { from: number; search: string } | null {
  const before = text.slice(0, cursor);
  const from = before.lastIndexOf('@');
  if (from < 0 || (from > 0 && !/[\s(]/.test(before[from - 1] ?? ''))) return null;
  const search = before.slice(from + 1);
  return /\n/.test(search) || search.length > 40 || search.split(' ').length > 3 ? null : { from, search };
}

/** The text with this person's name where the @ was, and where the cursor goes. */
export function withMention(text: string, from: number, cursor: number, name: string): { text: string; cursor: number } {
  const put = `@${name} `;
  return { text: text.slice(0, from) + put + text.slice(cursor), cursor: from + put.length };
}

/** As it is sent: each name that was picked becomes a mention. Longer names first, so that none is taken for the beginning of another. */
export function toBody(text: string, picked: readonly Named[]): string {
  const longest = [...picked].sort((a, b) => b.name.length - a.name.length);
  return longest.reduce((body, { id, name }) => body.replaceAll(`@${name}`, mentionOf(id)), text).trim();
}

/** As it is edited: each mention by its name, and who that is. */
export function fromBody(body: string, names: Readonly<Record<string, string>>): WrittenText {
  const picked = new Map<string, Named>();
  const text = piecesOf(body)
    .map((piece) => {
      if (piece.is === 'link') return piece.href;
      if (piece.is === 'text') return piece.text;
      const name = names[piece.id] ?? 'Somebody';
      picked.set(piece.id, { id: piece.id, name });
      return `@${name}`;
    })
    .join('');
  return { text, picked: [...picked.values()] };
}
