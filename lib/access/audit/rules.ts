/** The vocabulary of the audit log, for people: words for what an event is about and for its fields. Browser-safe. */
import { builtInRoles, permissions } from '../permissions.ts';

/** The event as a choice: "Registered an asset" becomes "asset registered". */
export function eventLabel(event: string): string {
  const text = event.replace(/[._]/g, ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export const targetLabels: Readonly<Record<string, string>> = {
  asset: 'Asset',
  user: 'Person',
  team: 'Team',
  role: 'Role',
  import: 'Import',
  session: 'Session',
  token: 'Token',
  service_account: 'Service account',
  access_request: 'Request for access',
  identity: 'Single sign-on identity',
  settings: 'Settings',
  view: 'Saved view',
  inventory: 'Inventory',
  risk: 'Risk',
  risks: 'Register of risks',
  acceptance: 'Acceptance of a risk',
  acceptances: 'List of acceptances',
  signal: 'Signal',
  review: 'Review',
  reviews: 'List of reviews',
  delegation: 'Delegation',
  people: 'List of people',
  safeguard: 'Safeguard',
  safeguards: 'List of safeguards',
  audit: 'Audit log',
  membership: 'Membership',
  invitation: 'Invitation',
  demonstration: 'Demonstration organisation',
  one_time_link: 'One-time link',
  catalogue: 'Catalogue',
  threat: 'Threat',
  control: 'Control',
  framework: 'Framework',
  gate: 'Gate',
  waiver: 'Waiver',
  review_template: 'Review template',
  review_schedule: 'Review schedule',
  review_policy: 'Review policy',
  webhook: 'Webhook',
  calendar_feed: 'Calendar feed',
};

export const targetLabel = (type: string): string => targetLabels[type] ?? eventLabel(type);

/** The page of a thing, where it has one. */
export function targetHref(type: string, id: string | null): string | null {
  if (!id) return null;
  const rooms: Record<string, string> = {
    asset: '/assets',
    risk: '/risks',
    acceptance: '/acceptances',
    waiver: '/gates/waivers',
    safeguard: '/safeguards',
    review: '/reviews',
    user: '/people',
    team: '/teams',
    role: '/roles',
    import: '/imports',
    webhook: '/settings/webhooks',
  };
  const room = rooms[type];
  return room ? `${room}/${id}` : null;
}

const fieldLabels: Readonly<Record<string, string>> = {
  setLikelihood: 'Likelihood by hand',
  setImpact: 'Impact by hand',
  setReason: 'Reason',
  assessedUntil: 'Assessment holds until',
  dueAt: 'Due',
  target: 'Target level',
  ownerId: 'Owner',
  teamId: 'Team',
  userId: 'Person',
  orgRole: 'Organisation role',
  dataClass: 'Data class',
  userAgent: 'Browser',
  emailSha256: 'SHA-256 of the email address',
  email: 'Email address',
  timeZone: 'Time zone',
  expiresAt: 'Expires',
  until: 'Until',
  why: 'Reason',
  rootDigest: 'Root digest',
  upstream: 'Versions upstream',
  validUntil: 'Valid until',
  fileCount: 'Files',
  totalBytes: 'Bytes',
  copyOf: 'Copy of',
  sha256: 'SHA-256',
  purl: 'Package URL',
};

/** "dataClass" as "Data class", "file_name" as "File name". */
export function fieldLabel(field: string): string {
  const known = fieldLabels[field];
  if (known) return known;
  const words = field
    .replace(/Ids?$/, '')
    .replace(/_/g, ' ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A value as a person reads it: names instead of ids, lists by commas, members of an object by name; "nothing" where there is none. */
export function valueWords(value: unknown, names: Readonly<Record<string, string>>): string {
  if (value === null || value === undefined || value === '') return 'nothing';
  if (Array.isArray(value)) return value.length > 0 ? value.map((each) => valueWords(each, names)).join(', ') : 'nothing';
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([name, each]) => `${fieldLabel(name)}: ${valueWords(each, names)}`)
      .join('; ');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const text = String(value);
  return names[text] ?? text;
}

/** Fields that hold permissions and keys of roles. */
const rightFields = new Set(['role', 'orgRole', 'permissions', 'scopes', 'copiedFrom', 'requiredFor']);
const rightWords: Readonly<Record<string, string>> = {
  ...Object.fromEntries(builtInRoles.map(({ key, name }) => [key, name])),
  ...permissions,
};

/** The value of a field in words: permissions and built-in roles as the interface names them. */
export const fieldWords = (field: string, value: unknown, names: Readonly<Record<string, string>>): string =>
  valueWords(value, rightFields.has(field) ? { ...rightWords, ...names } : names);

/** What the filters of time offer: so many days back from now. */
export const daysBack = /^(\d{1,4})d$/;

/** A time that a filter names: a day, a time, or so many days back. Of a day, its beginning; `end`: the beginning of the next. */
export function momentOf(text: string, now: Date, end = false): Date {
  const back = daysBack.exec(text);
  if (back) return new Date(now.getTime() - Number(back[1]) * 86_400_000);
  const at = new Date(text);
  return end && /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(at.getTime() + 86_400_000) : at;
}

/** Totals are exact up to here. */
export const countedExactly = 10_000;

export const facets = ['event', 'actor', 'targetType', 'team'] as const;
export type AuditFacet = (typeof facets)[number];
