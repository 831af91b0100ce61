'use client';

import { useRouter } from 'next/navigation';
import { RoleSelect } from '#components/access/role-select.tsx';
import { FormDialog } from '#components/data/form/form-dialog.tsx';
import { useOperationForm } from '#components/data/form/use-operation-form.ts';
import { Field } from '#components/ui/field.tsx';
import { showToast } from '#components/ui/toast.ts';
import type { PersonDetail } from '#lib/access/users/page/schema.ts';
import { request } from '#lib/client.ts';

export interface RoleDialogProps {
  person: PersonDetail;
  role: { key: string; name: string };
  onClose: () => void;
}

/** Gives somebody another role in the whole organisation. */
export default function RoleDialog({ person, role, onClose }: RoleDialogProps) {
  const router = useRouter();
  const form = useOperationForm<{ role: string }, void>({
    initial: { role: role.key },
    check: (values) => (values.role ? {} : { role: 'Choose a role.' }),
    submit: (values) => request('PUT /people/{id}/role', { id: person.id, role: values.role }),
    onDone: () => {
      showToast('The role applies from their next request.', { tone: 'good' });
      router.refresh();
      onClose();
    },
  });
  return (
    <FormDialog
      form={form}
      labels={{ role: 'Role' }}
      title={`Organisation role of ${person.name}`}
      description="What they may do in every team, including those they are not in."
      action="Change role"
      disabled={!form.dirty}
      onClose={onClose}
    >
      <Field label="Role" {...form.field('role')} hint="You can give only what you hold yourself.">
        {(control) => (
          <RoleSelect
            control={control}
            scope="organisation"
            held={role.key}
            value={form.values.role}
            onChange={(key) => form.set('role', key)}
          />
        )}
      </Field>
    </FormDialog>
  );
}
