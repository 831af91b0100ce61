'use client';

import { useEffect, useState } from 'react';
import type { BulkFormProps } from '#components/data/list/list-definition.ts';
import { Field } from '#components/ui/field.tsx';
import { request } from '#lib/client.ts';
import type { AssignmentCounts } from '#lib/risks/safeguards/bulk/schema.ts';
import { AssignmentPreview } from './assignment-preview.tsx';
import { ControlPicker, type PickedControl } from './control-picker.tsx';

/** Chooses the control to plan for the selected assets, and says what that would do. */
export function AssignForm({ rows, setValue }: BulkFormProps<{ id: string }>) {
  const [control, setControl] = useState<PickedControl | null>(null);
  const [counts, setCounts] = useState<AssignmentCounts | null>(null);
  const key = control?.key;
  const ids = rows.map(({ id }) => id).join(' ');
  useEffect(() => {
    setCounts(null);
    if (!key) return;
    const aborter = new AbortController();
    request('POST /safeguards/assign/preview', { control: key, ids: ids.split(' ') }, { signal: aborter.signal }).then(
      setCounts,
      () => undefined,
    );
    return () => aborter.abort();
  }, [key, ids]);
  return (
    <>
      <Field label="Control" hint={control?.summary}>
        {(field) => (
          <ControlPicker
            control={field}
            value={control}
            onChange={(next) => {
              setControl(next);
              setValue('control', next?.key ?? null);
            }}
          />
        )}
      </Field>
      <AssignmentPreview control={control?.name ?? null} counts={counts} waiting={key !== undefined && counts === null} />
    </>
  );
}
