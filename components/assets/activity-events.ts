/** From the audit log's entries to what a person reads: "Marta set the owner", with each field before and after. */
import type { TimelineChange, TimelineEvent } from '#components/data/detail/timeline.tsx';
import type { Activity } from '#lib/assets/schema.ts';
import { fieldLabels } from './asset-values.ts';
import { fieldWords } from './field-words.ts';

type Entry = Activity['entries'][number];
type Names = Activity['names'];

const sentences: Readonly<Record<string, string>> = {
  'asset.registered': 'registered this asset',
  'asset.edited': 'edited this asset',
  'asset.imported': 'imported this asset',
  'asset.moved': 'moved this asset to another team',
  'asset.received': 'moved this asset here from another team',
  'asset.retired': 'retired this asset',
  'asset.restored': 'restored this asset',
  'asset.promoted': 'promoted this asset',
  'asset.stage_skipped': 'took this asset past stages',
  'asset.sent_back': 'sent this asset back to an earlier stage',
  'asset.held_back': 'tried to promote this asset, and its gate held it back',
  'version.registered': 'registered a version',
  'lineage.recorded': 'recorded lineage',
  'lineage.removed': 'removed lineage',
};

/** Said in the order of the form; what is not of the form follows. */
const order = Object.keys(fieldLabels);

/** A long text is told by its beginning. */
const cut = (text: string) => (text.length > 240 ? `${text.slice(0, 239)}…` : text);

function changesOf({ event, before, after }: Entry, names: Names): TimelineChange[] {
  // A registration has no before: the page shows what it made. What came with a version or lineage is on their own tabs.
  if (!before || !after || !event.startsWith('asset.')) return [];
  return Object.keys(after)
    .filter((field) => Object.hasOwn(fieldLabels, field))
    .sort((a, b) => order.indexOf(a) - order.indexOf(b))
    .map((field) => ({
      field: fieldLabels[field] ?? field,
      before: cut(fieldWords(field, before[field], names)),
      after: cut(fieldWords(field, after[field], names)),
    }));
}

/** One edited field is named in the sentence itself. */
function sentenceOf(entry: Entry): string {
  const fields = Object.keys(entry.after ?? {}).filter((field) => Object.hasOwn(fieldLabels, field));
  const [only] = fields;
  if (entry.event === 'asset.edited' && fields.length === 1 && only) return `changed the ${fieldLabels[only]?.toLowerCase()}`;
  if (entry.event === 'version.registered' && typeof entry.after?.['label'] === 'string')
    return `registered version ${entry.after['label']}`;
  if (entry.event === 'asset.registered' && entry.after?.['copyOf']) return 'registered this asset as a copy of another';
  return sentences[entry.event] ?? entry.event.replace(/[._]/g, ' ');
}

/** Lineage that was recorded in one act is one line. */
function sameAct(a: Entry, b: Entry): boolean {
  return a.event === b.event && a.operationId === b.operationId && a.event.startsWith('lineage.');
}

/** @param entries newest first, as the API gives them */
export function timelineEvents(entries: readonly Entry[], names: Names): TimelineEvent[] {
  const events: TimelineEvent[] = [];
  for (let at = 0; at < entries.length; ) {
    const entry = entries[at];
    if (!entry) break;
    let count = 1;
    for (let next = entries[at + count]; next && sameAct(entry, next); next = entries[at + count]) count += 1;
    const what = sentenceOf(entry);
    events.push({
      id: entry.id,
      at: entry.at,
      actor: entry.actorName,
      what: count > 1 ? `${what}: ${count} relations` : what,
      changes: changesOf(entry, names),
    });
    at += count;
  }
  return events;
}
