/** From what a bulk form holds to the one change that the API takes. */
import type { BulkValues } from '#components/data/list/list-definition.ts';
import { criticalities, statuses } from '#lib/assets/rules.ts';
import type { BulkChange } from '#lib/assets/schema.ts';

/** The stage is none of them: an asset changes it at its gate. */
export type BulkField = Exclude<BulkChange['field'], 'stage'>;

const words = (value: unknown): string[] => (Array.isArray(value) ? value.filter((word): word is string => typeof word === 'string') : []);

/** The change that a form's values stand for; null while they are not complete. An owner of `null` means: nobody. */
export function bulkChange(field: BulkField, values: BulkValues): BulkChange | null {
  switch (field) {
    case 'owner': {
      const { ownerId } = values;
      return ownerId === null || typeof ownerId === 'string' ? { field, ownerId } : null;
    }
    case 'criticality': {
      const criticality = criticalities.find((each) => each === values['criticality']);
      return criticality ? { field, criticality } : null;
    }
    case 'tags': {
      const [add, remove] = [words(values['add']), words(values['remove'])];
      return add.length + remove.length > 0 ? { field, add, remove } : null;
    }
    case 'team': {
      const { teamId } = values;
      return typeof teamId === 'string' && teamId ? { field, teamId } : null;
    }
    case 'status': {
      const status = statuses.find((each) => each === values['status']);
      return status ? { field, status } : null;
    }
  }
}
