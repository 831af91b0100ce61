/** What links that work once are for. Browser-safe. */
export const linkPurposes = ['invitation', 'password_reset'] as const;
export type LinkPurpose = (typeof linkPurposes)[number];

/** So long a link holds, in hours. */
export const linkHours = 24;

/** The page of each. The token follows behind "#", which no browser sends: it reaches no log and no referrer. */
export const linkPages: Record<LinkPurpose, string> = { invitation: '/join', password_reset: '/reset' };
