/** From the audit log's entries on a team to what a person reads. */
import type { TimelineChange, TimelineEvent } from '#components/data/detail/timeline.tsx';
import { formatDay } from '#components/ui/time-format.ts';
import type { TeamActivity } from '#lib/access/teams/activity/schema.ts';

type Entry = TeamActivity['entries'][number];
type Reading = { roles: TeamActivity['roles']; timeZone: string };

const fieldLabels: Readonly<Record<string, string>> = {
  name: 'Name',
  role: 'Role',
  expiresAt: 'Until',
  until: 'Until',
  note: 'Note',
  description: 'Description',
};

function valueWords(field: string, value: unknown, { roles, timeZone }: Reading): string {
  if (value === null || value === undefined || value === '') return field === 'expiresAt' || field === 'until' ? 'for good' : 'nothing';
  if (field === 'role') return roles[String(value)] ?? String(value);
  if (field === 'expiresAt' || field === 'until') return formatDay(new Date(String(value)), timeZone);
  return String(value);
}

function sentenceOf({ event, subject, before, after }: Entry, reading: Reading): string {
  const who = subject ?? 'somebody';
  const role = (side: Entry['after']) => valueWords('role', side?.['role'], reading);
  const until = (side: Entry['after'], field: string) =>
    side?.[field] ? ` until ${formatDay(new Date(String(side[field])), reading.timeZone)}` : '';
  switch (event) {
    case 'team.created':
      return 'created this team';
    case 'team.renamed':
      return `renamed this team from ${String(before?.['name'])} to ${String(after?.['name'])}`;
    case 'team.archived':
      return after?.['moved'] ? `archived this team and moved its ${String(after['moved'])} assets to another` : 'archived this team';
    case 'team.unarchived':
      return 'took this team back';
    case 'membership.granted':
      return `gave ${who} the role ${role(after)}${until(after, 'expiresAt')}`;
    case 'membership.changed':
      return `changed what ${who} holds here`;
    case 'membership.ended':
      return `removed ${who}, who was ${role(before)}`;
    case 'membership.expired':
      return `ended the role ${role(before)} of ${who}: its time had come`;
    case 'access.requested':
      return `asked for the role ${role(after)}${until(after, 'until')}`;
    case 'access.approved':
      return `approved the request of ${who} for the role ${role(after)}${until(after, 'until')}`;
    case 'access.refused':
      return `refused a request of ${who}`;
    case 'access.withdrawn':
      return 'withdrew a request for access';
    default:
      return `${event.replace(/^[^.]*\./, '').replaceAll('_', ' ')} ${subject ?? event.split('.')[0]?.replaceAll('_', ' ') ?? ''}`.trim();
  }
}

/** Only a change is shown field by field; what was given or taken stands in its sentence. */
function changesOf({ event, before, after }: Entry, reading: Reading): TimelineChange[] {
  if (!event.endsWith('.changed') || !before || !after) return [];
  return Object.keys(after)
    .filter((field) => Object.hasOwn(fieldLabels, field))
    .map((field) => ({
      field: fieldLabels[field] ?? field,
      before: valueWords(field, before[field], reading),
      after: valueWords(field, after[field], reading),
    }));
}

/** @param entries newest first, as the API gives them */
export function timelineEvents(entries: readonly Entry[], reading: Reading): TimelineEvent[] {
  return entries.map((entry) => ({
    id: entry.id,
    at: entry.at,
    actor: entry.actorName,
    what: sentenceOf(entry, reading),
    changes: changesOf(entry, reading),
    note: typeof entry.after?.['note'] === 'string' ? entry.after['note'] : undefined,
  }));
}
