/** How tokens look, how long they live and in which state they are. Browser-safe. */

/** What a token begins with: whom it acts for. Secret scanners know it by this. */
export const tokenPrefixes = { person: 'gth_', service: 'gths_' } as const;
export type Bearer = keyof typeof tokenPrefixes;

/** Letters drawn at random: 32 of base 62 are 190 bits, of which the hint shows 24. */
export const secretLength = 32;
/** A CRC-32 in base 62. */
export const checksumLength = 6;

/** For secret scanners: every token of Gatehouse, and next to nothing else. */
export const scannerPattern = `\\bgths?_[0-9A-Za-z]{${secretLength + checksumLength}}\\b`;

/** How long a token may live, in days; what the interface offers, and the most. */
export const lifetimes = [7, 30, 90, 365] as const;
export const longestLifetime = 365;
export const usualLifetime = 90;

export const tokenStates = ['active', 'expires_soon', 'expired', 'revoked'] as const;
export type TokenState = (typeof tokenStates)[number];

export const tokenStateLabels: Record<TokenState, string> = {
  active: 'Active',
  expires_soon: 'Expires soon',
  expired: 'Expired',
  revoked: 'Revoked',
};

const day = 24 * 60 * 60 * 1000;

/** "Soon" is the last two weeks, and the last quarter of a token's life where that is shorter. */
export function tokenState(token: { createdAt: Date; expiresAt: Date; revokedAt: Date | null }, now: Date): TokenState {
  if (token.revokedAt) return 'revoked';
  const left = token.expiresAt.getTime() - now.getTime();
  if (left <= 0) return 'expired';
  const life = token.expiresAt.getTime() - token.createdAt.getTime();
  return left < Math.min(14 * day, life / 4) ? 'expires_soon' : 'active';
}

/** When a token that is made now ends. */
export const expiryOf = (now: Date, days: number): Date => new Date(now.getTime() + days * day);
