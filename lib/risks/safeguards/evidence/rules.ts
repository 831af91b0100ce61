/** Pure rules of evidence; free for the browser. */
export type Piece = { id: string; expiresAt: Date | null; addedAt: Date };

export const isCurrent = (piece: { expiresAt: Date | null }, at: Date): boolean => piece.expiresAt === null || piece.expiresAt > at;

/** What a verification rests on: the pieces that were there. What was added since counts once it is verified again. */
export const verifiedPieces = <T extends { addedAt: Date }>(pieces: readonly T[], verifiedAt: Date | null): readonly T[] =>
  verifiedAt === null ? pieces : pieces.filter(({ addedAt }) => addedAt <= verifiedAt);

/**
 * Until when a safeguard rests on these pieces: one that holds is enough, so the last to expire. Null where one never expires, or there is none.
 * The database's `evidence_until` says the same.
 */
export function evidenceUntil(pieces: readonly Pick<Piece, 'expiresAt'>[]): Date | null {
  if (pieces.some(({ expiresAt }) => expiresAt === null)) return null;
  return pieces.reduce<Date | null>((last, { expiresAt }) => (last === null || (expiresAt && expiresAt > last) ? expiresAt : last), null);
}

/**
 * Why a piece may not be removed, in words; null where it may. A verified safeguard keeps what it rests on: else it would count as before
 * without any evidence, or what had expired would be forgotten.
 * @param verifiedAt null where it is not verified
 */
export function removalHindrance(verifiedAt: Date | null, pieces: readonly Piece[], id: string, at: Date): string | null {
  const rested = verifiedPieces(pieces, verifiedAt);
  const removed = rested.find((piece) => piece.id === id);
  if (verifiedAt === null || removed === undefined) return null;
  const left = rested.filter((piece) => piece.id !== id);
  if (left.length > 0 && (!isCurrent(removed, at) || left.some((piece) => isCurrent(piece, at)))) return null;
  return 'It is the last evidence that this verification rests on. Add other evidence and verify again first, or take the verification back.';
}

/** The address of a link, where it is safe to open: https, with a host, without a name and password in it. Null otherwise. */
export function safeLink(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  return url.protocol === 'https:' && url.hostname !== '' && url.username === '' && url.password === '' ? url.href : null;
}
