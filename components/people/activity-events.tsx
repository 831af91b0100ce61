/** From the audit log's entries about a person to what one reads. */

import type { ReactNode } from 'react';
import type { TimelineChange, TimelineEvent } from '#components/data/detail/timeline.tsx';
import { Link } from '#components/ui/link.tsx';
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
  'user.created': () => 'created this account',
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

/** Told of what is about an asset, a team or anything else: what was done, before its name. */
const onOthers: Readonly<Record<string, (entry: Entry, count: number) => string>> = {
  'asset.registered': () => 'registered',
  'asset.edited': () => 'changed',
  'asset.imported': () => 'imported',
  'asset.moved': () => 'moved to another team:',
  'asset.received': () => 'brought from another team:',
  'asset.retired': () => 'retired',
  'asset.restored': () => 'restored',
  'version.registered': ({ after }) => `registered version ${words(after?.['label'], {}) ?? ''} of`,
  'lineage.recorded': (_, count) => (count > 1 ? `recorded ${count} relations of` : 'recorded lineage of'),
  'lineage.removed': (_, count) => (count > 1 ? `removed ${count} relations of` : 'removed lineage of'),
  'team.created': () => 'created the team',
  'team.renamed': () => 'renamed the team',
  'team.archived': () => 'archived the team',
  'people.exported': () => 'exported the list of',
  'inventory.exported': () => 'exported the',
};

const pages: Readonly<Record<string, string>> = { asset: '/assets', user: '/people', team: '/teams' };

/** The name of what it was done to, leading there where it has a page. */
function nameOf({ targetType, targetId, targetName }: Entry): ReactNode {
  const page = pages[targetType];
  if (!targetName) return targetType.replaceAll('_', ' ');
  if (!page || !targetId) return targetName;
  return (
    <Link
      href={`${page}/${targetId}`}
      className="focus-ring rounded-sm underline decoration-line-control underline-offset-2 hover:decoration-ink"
    >
      {targetName}
    </Link>
  );
}

function sentenceOf(entry: Entry, names: Names, of: 'by' | 'on', count: number): ReactNode {
  const told = onAccount[entry.event]?.(entry, names);
  if (told && of === 'on') return told;
  const verb = onOthers[entry.event]?.(entry, count) ?? entry.event.split('.')[1]?.replaceAll('_', ' ') ?? entry.event;
  return told && entry.targetType === 'user' ? (
    <>
      {told}: {nameOf(entry)}
    </>
  ) : (
    <>
      {verb} {nameOf(entry)}
    </>
  );
}

/** Only a change is told field by field; what was made or ended stands in its sentence. */
function changesOf({ before, after }: Entry, names: Names): TimelineChange[] {
  if (!before || !after) return [];
  return Object.keys(after)
    .filter((field) => Object.hasOwn(labels, field) && Object.hasOwn(before, field))
    .map((field) => ({ field: labels[field] ?? field, before: words(before[field], names), after: words(after[field], names) }));
}

/** What was done alike to one thing in one act is one line. */
const sameAct = (a: Entry, b: Entry) =>
  a.event === b.event && a.operationId === b.operationId && a.targetId === b.targetId && a.event.startsWith('lineage.');

/** @param entries newest first, as the API gives them */
export function timelineEvents(entries: readonly Entry[], names: Names, of: 'by' | 'on'): TimelineEvent[] {
  const events: TimelineEvent[] = [];
  for (let at = 0; at < entries.length; ) {
    const entry = entries[at];
    if (!entry) break;
    let count = 1;
    for (let next = entries[at + count]; next && sameAct(entry, next); next = entries[at + count]) count += 1;
    const what = sentenceOf(entry, names, of, count);
    events.push({ id: entry.id, at: entry.at, actor: entry.actorName, what, changes: changesOf(entry, names) });
    at += count;
  }
  return events;
}
