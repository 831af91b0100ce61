/** Comments are plain text: mentions and links are found in it, and nothing else means anything. Pure and browser-safe. */
import { safeLink } from '#lib/risks/safeguards/evidence/rules.ts';

export const longestComment = 5000;
export const mostMentions = 20;
/** A review may have so many comments, removed ones among them. */
export const mostComments = 500;
/** For so many minutes whoever wrote a comment may mend it. */
export const editableMinutes = 15;

/** How a comment mentions somebody: by id, so that whoever reads it sees the name of today. */
export const mentionOf = (id: string): string => `@{${id}}`;

export type Piece = { is: 'text'; text: string } | { is: 'mention'; id: string } | { is: 'link'; href: string };

const token = /@\{([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}|https:\/\/[^\s<>"'`]+/g;
/** What ends a sentence does not belong to an address in it. */
const trailing = /[.,;:!?)\]}]+$/;

/** A comment's text in pieces, in order. A link is one of https alone, and is told as the browser would open it. */
export function piecesOf(body: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of body.matchAll(token)) {
    const written = match[1] ? match[0] : match[0].replace(trailing, '');
    const href = match[1] ? null : safeLink(written);
    if (!match[1] && href === null) continue;
    if (match.index > from) pieces.push({ is: 'text', text: body.slice(from, match.index) });
    pieces.push(match[1] ? { is: 'mention', id: match[1] } : { is: 'link', href: href ?? '' });
    from = match.index + written.length;
  }
  if (from < body.length) pieces.push({ is: 'text', text: body.slice(from) });
  return pieces;
}

/** Who is mentioned, each once, in the order of the text. */
export const mentionsIn = (body: string): string[] => [
  ...new Set(piecesOf(body).flatMap((piece) => (piece.is === 'mention' ? [piece.id] : []))),
];

/** Until when a comment may be mended. */
export const editableUntil = (createdAt: Date): Date => new Date(createdAt.getTime() + editableMinutes * 60_000);

type Written = { authorId: string; createdAt: Date; removedAt: Date | null };

/** Why somebody may not edit a comment, in words; null where they may. */
export function hindranceToEdit({ authorId, createdAt, removedAt }: Written, actorId: string, at: Date): string | null {
  if (authorId !== actorId) return 'Only whoever wrote a comment edits it.';
  if (removedAt) return 'This comment was removed.';
  if (editableUntil(createdAt) <= at) return `A comment can be edited for ${editableMinutes} minutes. Write another instead.`;
  return null;
}

/** Why somebody may not remove a comment, in words; null where they may. */
export function hindranceToRemove({ authorId, removedAt }: Written, actorId: string): string | null {
  if (authorId !== actorId) return 'Only whoever wrote a comment removes it.';
  return removedAt ? 'This comment was removed already.' : null;
}
