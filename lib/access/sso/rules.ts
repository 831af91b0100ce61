/** Single sign-on without I/O: what may go wrong and how it is said, what a provider tells of a person, and what groups give. Browser-safe. */

/** The key of the provider that the environment sets. */
export const environmentKey = 'environment';

/** Every way in which single sign-on ends without a session, in the words of the page. */
export const refusals = {
  cancelled: 'You stopped at the provider, or it did not let you in. Nothing happened here.',
  stale: 'This sign-in was begun in another tab, or too long ago. Start again.',
  used: 'The provider says that this sign-in was used already or took too long. Start again.',
  unreachable: 'The provider cannot be reached. Try again in a while, or sign in another way.',
  misconfigured: 'The provider does not accept Gatehouse as it is set up. Tell your administrator; the log says what it refused.',
  untrusted: 'What the provider sent could not be trusted and was refused. Tell your administrator; the log says why.',
  gone: 'This provider is not set up here any more. Sign in another way.',
  unknown: 'Nobody here is known by this identity. Ask an administrator for an invitation.',
  mail_taken:
    'Somebody here has the mail address that the provider told, and an address alone links nobody. If it is you: sign in the way you did so far, then link the provider under Settings, Sign-in and security. If you were invited, open the link of the invitation first.',
  no_mail: 'The provider told no verified mail address, and without one no account is made here. Tell your administrator.',
  deactivated: 'Your account here was deactivated. Ask an administrator.',
  other_person: 'This identity is linked to somebody else here already. Sign in at the provider as yourself.',
  signed_out: 'You were signed out meanwhile. Sign in, and begin again.',
  invitation: 'This invitation no longer works: it was used, replaced, or is over a day old. Ask for a new one.',
  too_many: 'Too many attempts did not succeed. Try again in a few minutes.',
  fault: 'Something went wrong on our side and nothing was changed. Try again.',
} as const;

export type Reason = keyof typeof refusals;

/** The sentence for what stands in an address; null for anything that is not one of ours. */
export const refusalText = (reason: string | null | undefined): string | null =>
  reason && Object.hasOwn(refusals, reason) ? refusals[reason as Reason] : null;

/** Whoever is in `group` gets `role`: in the team, or in the organisation where there is none. */
export type Mapping = { group: string; teamId: string | null; role: string };

/** What a provider tells of a person, once everything it sent was verified. */
export type Claims = {
  issuer: string;
  subject: string;
  name: string;
  email: string | null;
  emailVerified: boolean;
  groups: string[];
  /** When the person proved to the provider who they are; null where it does not say. */
  provedAt: Date | null;
};

const text = (value: unknown, longest: number): string | null => {
  const plain = typeof value === 'string' ? value.replace(/\p{Cc}/gu, ' ').trim() : '';
  return plain === '' || plain.length > longest ? null : plain;
};

/** The address in lower case; null for what is none. */
export function mailOf(claims: Record<string, unknown>): string | null {
  const mail = text(claims.email, 254)?.toLowerCase() ?? null;
  return mail && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(mail) ? mail : null;
}

/** What the person is called: their name, or what comes nearest to one. */
export function nameOf(claims: Record<string, unknown>): string {
  const both = [text(claims.given_name, 50), text(claims.family_name, 50)].filter(Boolean).join(' ');
  return text(claims.name, 100) ?? text(both, 100) ?? text(claims.preferred_username, 100) ?? mailOf(claims)?.split('@')[0] ?? 'Somebody';
}

/** The groups in a claim: named whole ("https://example.org/groups") or by its path ("realm_access.roles"); a list, or one word. */
export function groupsOf(claims: Record<string, unknown>, claim: string): string[] {
  if (claim === '') return [];
  const step = (value: unknown, name: string): unknown =>
    typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
  const found = step(claims, claim) ?? claim.split('.').reduce(step, claims as unknown);
  const named = (Array.isArray(found) ? found : [found]).filter((each): each is string => typeof each === 'string' && each !== '');
  return [...new Set(named)].filter((each) => each.length <= 256).slice(0, 1000);
}

/** What a person holds: `source` is "hand", or the issuer whose groups gave it. */
export type Held = { teamId: string; role: string; source: string };
export type Standing = { orgRole: string; roleSource: string; memberships: readonly Held[] };

/** What a sign-in changes: memberships to set and to end, and the role in the organisation if it becomes another. */
export type Plan = {
  set: { teamId: string; role: string; before: string | null }[];
  end: { teamId: string; role: string }[];
  orgRole: string | null;
};

/**
 * What the groups of this moment make of what a person holds. Of several mappings for one team the first that fits counts. What was given by
 * hand, or by another provider, is left alone; what this provider gave and gives no more ends. "member", the role of whoever was given none,
 * may always be raised.
 */
export function planRights(mappings: readonly Mapping[], groups: readonly string[], standing: Standing, issuer: string): Plan {
  const fitting = mappings.filter((mapping) => groups.includes(mapping.group));
  const wanted = new Map<string, string>();
  for (const { teamId, role } of fitting) if (teamId !== null && !wanted.has(teamId)) wanted.set(teamId, role);
  const plan: Plan = { set: [], end: [], orgRole: null };
  for (const held of standing.memberships) {
    const role = wanted.get(held.teamId);
    wanted.delete(held.teamId);
    if (held.source !== issuer) continue;
    if (role === undefined) plan.end.push({ teamId: held.teamId, role: held.role });
    else if (role !== held.role) plan.set.push({ teamId: held.teamId, role, before: held.role });
  }
  for (const [teamId, role] of wanted) plan.set.push({ teamId, role, before: null });
  const orgRole = fitting.find((mapping) => mapping.teamId === null)?.role ?? 'member';
  const mayChange = standing.roleSource === issuer || standing.orgRole === 'member';
  if (mayChange && orgRole !== standing.orgRole) plan.orgRole = orgRole;
  return plan;
}

/** A word for the redirect URI, from what the provider is called. */
export const keyFrom = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
