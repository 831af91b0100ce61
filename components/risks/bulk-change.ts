/** From what a bulk form holds to the one change that the API takes. */
import type { BulkValues } from '#components/data/list/list-definition.ts';
import { dayEnd } from '#lib/platform/day-rules.ts';
import { shortestReason, treatments } from '#lib/risks/register/rules.ts';
import type { BulkRiskChange } from '#lib/risks/register/schema.ts';

export type BulkField = BulkRiskChange['field'];

const ratingOf = (value: unknown): number | null => (typeof value === 'number' && value >= 1 && value <= 5 ? value : null);

/** The change that a form's values stand for; null while they are not complete. An owner of `null` means: nobody, a day of '' none. */
export function bulkChange(field: BulkField, values: BulkValues, timeZone: string): BulkRiskChange | null {
  switch (field) {
    case 'assess': {
      if (values['how'] !== 'by-hand') return { field, likelihood: null, impact: null, reason: '' };
      const [likelihood, impact] = [ratingOf(values['likelihood']), ratingOf(values['impact'])];
      const reason = typeof values['reason'] === 'string' ? values['reason'].trim() : '';
      const complete = (likelihood !== null || impact !== null) && reason.length >= shortestReason;
      return complete ? { field, likelihood, impact, reason } : null;
    }
    case 'reassess':
      return { field };
    case 'owner': {
      const { ownerId } = values;
      return ownerId === null || typeof ownerId === 'string' ? { field, ownerId } : null;
    }
    case 'due': {
      const { day } = values;
      if (typeof day !== 'string') return null;
      return { field, dueAt: day === '' ? null : dayEnd(day, timeZone) };
    }
    case 'treatment': {
      const treatment = treatments.find((each) => each === values['treatment']);
      const target = typeof values['target'] === 'number' ? values['target'] : null;
      return treatment ? { field, treatment, target: treatment === 'mitigate' ? target : null } : null;
    }
  }
}
