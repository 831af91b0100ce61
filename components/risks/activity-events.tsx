/** From the audit log's entries to what a person reads of a risk: "Marta assessed this risk", with each field before and after. */
import type { TimelineChange, TimelineEvent } from '#components/data/detail/timeline.tsx';
import { DayTime } from '#components/ui/relative-time.tsx';
import { levelLabels } from '#lib/assets/rules.ts';
import type { Activity } from '#lib/assets/schema.ts';
import { impactLabels, levelOfSeverity, likelihoodLabels, type Treatment, treatmentLabels } from '#lib/risks/register/rules.ts';

type Entry = Activity['entries'][number];

const sentences: Readonly<Record<string, string>> = {
  'risk.assessed': 'assessed this risk',
  'risk.reassessed': 'confirmed the assessment',
  'risk.treated': 'chose the treatment',
  'risk.assigned': 'set the owner',
  'risk.scheduled': 'set the due date',
  'risk.edited': 'edited this risk',
  'risk.restored': 'took a bulk change back',
};

const fieldLabels: Readonly<Record<string, string>> = {
  setLikelihood: 'Likelihood',
  setImpact: 'Impact',
  setReason: 'Reason',
  assessedUntil: 'Holds until',
  treatment: 'Treatment',
  target: 'Aims for',
  ownerId: 'Owner',
  dueAt: 'Due',
  notes: 'Notes',
};

/** A long text is told by its beginning. */
const cut = (text: string) => (text.length > 240 ? `${text.slice(0, 239)}…` : text);

function shown(field: string, value: unknown, names: Activity['names']) {
  if (field === 'setLikelihood' || field === 'setImpact') {
    const labels = field === 'setLikelihood' ? likelihoodLabels : impactLabels;
    return typeof value === 'number' ? labels[value] : 'as computed';
  }
  if (value === null || value === undefined || value === '') return null;
  const text = String(value);
  if (field === 'treatment') return treatmentLabels[text as Treatment] ?? text;
  if (field === 'target') return levelLabels[levelOfSeverity(Number(value))];
  if (field === 'ownerId') return names[text] ?? 'Somebody';
  return field === 'dueAt' || field === 'assessedUntil' ? <DayTime value={text} /> : cut(text);
}

function changesOf({ before, after }: Entry, names: Activity['names']): TimelineChange[] {
  return Object.keys(fieldLabels)
    .filter((field) => after && Object.hasOwn(after, field))
    .map((field) => ({
      field: fieldLabels[field] ?? field,
      before: shown(field, before?.[field], names),
      after: shown(field, after?.[field], names),
    }));
}

/** @param entries newest first, as the API gives them */
export function riskEvents({ entries, names }: Activity): TimelineEvent[] {
  return entries.map((entry) => ({
    id: entry.id,
    at: entry.at,
    actor: entry.actorName,
    what: sentences[entry.event] ?? entry.event.replace(/[._]/g, ' '),
    changes: changesOf(entry, names),
  }));
}
