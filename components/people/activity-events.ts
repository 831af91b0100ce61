/** From the audit log's entries about a person to what one reads. */
import type { TimelineChange, TimelineEvent } from '#components/data/detail/timeline.tsx';
import type { PersonActivity } from '#lib/access/users/page/schema.ts';

type Entry = PersonActivity['entries'][number];
type Names = PersonActivity['names'];

const labels: Readonly<Record<string, string>> = {
  name: 'Name',
  email: 'Email address',
  orgRole: 'Organisation role',
  role: 'Role',
  expiresAt: 'Until',
  timeZone: 'Time zone',
  locale: 'Language of dates',
  ownerId: 'Owner',
  stage: 'Stage',
  criticality: 'Criticality',
  exposure: 'Exposure',
  dataClass: 'Data class',
  description: 'Description',
};

const words = (value: unknown, names: Names): string | null => {
  if (value === null || value === undefined || value === '') return null;
  if (Array.isArray(value)) return value.join(', ') || null;
  return typeof value === 'object' ? null : (names[String(value)] ?? String(value));
};

/** Told of the account that the page is about. */
const onAccount: Readonly<Record<string, (entry: Entry, names: Names) => string>> = {
  'user.created': () => 'made this account',
  'user.invited': () => 'invited them',
  'invitation.renewed': () => 'renewed the invitation',
  'invitation.cancelled': () => 'took the invitation back',
  'invitation.accepted': () => 'took the invitation',
  'user.edited': () => 'changed the account',
  'user.role_changed': () => 'changed the organisation role',
  'user.deactivated': () => 'deactivated the account',
  'user.reactivated': () => 'reactivated the account',
  'user.erased': () => 'erased the personal data of this account',
  'password.changed': () => 'changed the password',
  'password.reset': () => 'chose a new password by a link',
  'password.reset_started': () => 'started a reset of the password',
  'password.reset_asked': () => 'sent a link to a new password, as was asked at the sign-in page',
  'membership.granted': ({ after }, names) => `gave the role ${words(after?.['role'], names) ?? ''}`,
  'membership.changed': () => 'changed a role in a team',
  'membership.ended': ({ before }, names) => `ended the role ${words(before?.['role'], names) ?? ''}`,
  'membership.expired': ({ before }, names) => `ended the role ${words(before?.['role'], names) ?? ''}: its time had come`,
};

function sentenceOf(entry: Entry, names: Names, of: 'by' | 'on'): string {
  const told = onAccount[entry.event]?.(entry, names);
  if (told && of === 'on') return told;
  const [noun = '', verb = ''] = entry.event.split('.');
  const thing = entry.targetName ?? noun.replaceAll('_', ' ');
  if (told && entry.targetType === 'user') return `${told} (${thing})`;
  return `${verb.replaceAll('_', ' ')} ${entry.targetName ? `${noun.replaceAll('_', ' ')} ${thing}` : thing}`;
}

/** Only a change is told field by field; what was made or ended stands in its sentence. */
function changesOf({ before, after }: Entry, names: Names): TimelineChange[] {
  if (!before || !after) return [];
  return Object.keys(after)
    .filter((field) => Object.hasOwn(labels, field) && Object.hasOwn(before, field))
    .map((field) => ({ field: labels[field] ?? field, before: words(before[field], names), after: words(after[field], names) }));
}

/** @param entries newest first, as the API gives them */
export function timelineEvents(entries: readonly Entry[], names: Names, of: 'by' | 'on'): TimelineEvent[] {
  return entries.map((entry) => ({
    id: entry.id,
    at: entry.at,
    actor: entry.actorName,
    what: sentenceOf(entry, names, of),
    changes: changesOf(entry, names),
  }));
}
