/** A field's value in human words, for conflicts and for the activity. */
import {
  criticalityLabels,
  dataClassLabels,
  exposureLabels,
  kindLabels,
  originLabels,
  stageLabels,
  statusLabels,
} from '#lib/assets/rules.ts';

const vocabularies: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  kind: kindLabels,
  stage: stageLabels,
  exposure: exposureLabels,
  dataClass: dataClassLabels,
  status: statusLabels,
  origin: originLabels,
  criticality: criticalityLabels,
};

/** Words for a value of a field; "nothing" for what is empty. `names` gives those of people and teams by id. */
export function fieldWords(field: string, value: unknown, names: Readonly<Record<string, string>> = {}): string {
  if (field === 'ownerId') return typeof value === 'string' ? (names[value] ?? 'Somebody') : 'Nobody';
  if (field === 'teamId') return typeof value === 'string' ? (names[value] ?? 'Another team') : 'No team';
  if (value === null || value === undefined || value === '') return 'nothing';
  if (Array.isArray(value)) return value.length > 0 ? value.map(String).join(', ') : 'nothing';
  if (typeof value === 'object') return JSON.stringify(value);
  return vocabularies[field]?.[String(value)] ?? String(value);
}
