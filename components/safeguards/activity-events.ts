/** From the audit log's entries on a safeguard to what a person reads. */
import type { TimelineChange, TimelineEvent } from '#components/data/detail/timeline.tsx';
import { formatDay } from '#components/ui/time-format.ts';
import { safeguardStateLabels } from '#lib/risks/safeguards/rules.ts';
import type { Activity } from '#lib/risks/safeguards/schema.ts';

type Entry = Activity['entries'][number];
type Reading = { names: Activity['names']; timeZone: string };

const sentences: Readonly<Record<string, string>> = {
  'safeguard.added': 'planned this safeguard',
  'safeguard.edited': 'edited this safeguard',
  'safeguard.implemented': 'marked it implemented',
  'safeguard.verified': 'verified it',
  'safeguard.unverified': 'took the verification back',
  'safeguard.reopened': 'planned it again',
  'safeguard.excluded': 'set it aside as not applicable',
  'safeguard.inherited': 'let it follow another safeguard',
  'safeguard.released': 'ended the inheritance',
  'safeguard.followed': 'changed what it follows',
  'safeguard.disinherited': 'ended what it inherits from',
  'evidence.added': 'added evidence',
  'evidence.removed': 'removed evidence',
};

const fields: Readonly<Record<string, string>> = { state: 'State', ownerId: 'Owner', dueAt: 'Due', notes: 'Notes' };

function words(field: string, value: unknown, { names, timeZone }: Reading): string {
  if (value === null || value === undefined || value === '') return field === 'ownerId' ? 'nobody' : 'nothing';
  const text = String(value);
  if (field === 'state') return safeguardStateLabels[text as keyof typeof safeguardStateLabels] ?? text;
  if (field === 'ownerId') return names[text] ?? 'somebody';
  if (field === 'dueAt') return formatDay(new Date(text), timeZone);
  return text.length > 240 ? `${text.slice(0, 239)}…` : text;
}

function changesOf({ before, after }: Entry, reading: Reading): TimelineChange[] {
  if (!before || !after) return [];
  return Object.keys(fields)
    .filter((field) => Object.hasOwn(after, field) && Object.hasOwn(before, field))
    .map((field) => ({
      field: fields[field] ?? field,
      before: words(field, before[field], reading),
      after: words(field, after[field], reading),
    }));
}

/** What ended or moved an inheritance, beside who did it. */
const causes: Readonly<Record<string, string>> = {
  'lineage.removed': 'the lineage between the assets was removed',
  'asset.moved': 'the asset went to another team',
  'asset.retired': 'the asset it came from was retired',
  'safeguard.excluded': 'it is not applicable there any more',
};

function noteOf({ event, before, after }: Entry): string | undefined {
  const [why, title, cause] = [after?.['why'], after?.['title'] ?? before?.['title'], after?.['cause']];
  if (typeof why === 'string') return why;
  if (event.startsWith('evidence.') && typeof title === 'string') return `“${title}”`;
  if (event === 'safeguard.disinherited' && typeof cause === 'string') return `Because ${causes[cause] ?? cause.replace(/[._]/g, ' ')}.`;
  return undefined;
}

/** @param entries newest first, as the API gives them */
export const timelineEvents = (entries: readonly Entry[], reading: Reading): TimelineEvent[] =>
  entries.map((entry) => ({
    id: entry.id,
    at: entry.at,
    actor: entry.actorName,
    what: sentences[entry.event] ?? entry.event.replace(/[._]/g, ' '),
    changes: changesOf(entry, reading),
    note: noteOf(entry),
  }));
