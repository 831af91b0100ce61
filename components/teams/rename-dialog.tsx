'use client';

import { useRouter } from 'next/navigation';
import { FormDialog } from '#components/data/form/form-dialog.tsx';
import { useOperationForm } from '#components/data/form/use-operation-form.ts';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { showToast } from '#components/ui/toast.ts';
import type { TeamDetail } from '#lib/access/teams/schema.ts';
import { request } from '#lib/client.ts';

/** Renames a team. */
export function RenameDialog({ team, onClose }: { team: TeamDetail; onClose: () => void }) {
  const router = useRouter();
  const form = useOperationForm<{ name: string }, void>({
    initial: { name: team.name },
    version: team.version,
    submit: ({ name }, _, version) => request('PATCH /teams/{id}', { id: team.id, version: version ?? team.version, name }),
    onDone: () => {
      showToast('Renamed.', { tone: 'good' });
      router.refresh();
      onClose();
    },
  });
  return (
    <FormDialog form={form} labels={{ name: 'Name' }} title={`Rename ${team.name}`} action="Rename" onClose={onClose}>
      <Field label="Name" {...form.field('name')} hint={`Its key, ${team.key}, does not change: links and files use it.`}>
        {(control) => (
          <Input {...control} maxLength={80} value={form.values.name} onChange={(event) => form.set('name', event.target.value)} />
        )}
      </Field>
    </FormDialog>
  );
}

export default RenameDialog;
