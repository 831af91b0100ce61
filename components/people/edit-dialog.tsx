'use client';

import { useRouter } from 'next/navigation';
import { FormDialog } from '#components/data/form/form-dialog.tsx';
import { useOperationForm } from '#components/data/form/use-operation-form.ts';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { showToast } from '#components/ui/toast.ts';
import type { PersonDetail } from '#lib/access/users/page/schema.ts';
import { request } from '#lib/client.ts';

export interface EditDialogProps {
  person: PersonDetail;
  version: number;
  onClose: () => void;
}

const labels = { name: 'Name', email: 'Email address' };

/** Changes name and mail address. */
export default function EditDialog({ person, version, onClose }: EditDialogProps) {
  const router = useRouter();
  const form = useOperationForm<{ name: string; email: string }, void>({
    initial: { name: person.name, email: person.email },
    version,
    check: ({ name }) => (name.trim() ? {} : { name: 'Enter a name.' }),
    submit: (values, changed, standing) =>
      request('PATCH /people/{id}', {
        id: person.id,
        version: standing ?? version,
        ...Object.fromEntries(changed.map((field) => [field, values[field]])),
      }),
    onDone: () => {
      showToast('Saved.', { tone: 'good' });
      router.refresh();
      onClose();
    },
  });
  return (
    <FormDialog form={form} labels={labels} title={`Edit ${person.name}`} action="Save" disabled={!form.dirty} onClose={onClose}>
      <Field label="Name" {...form.field('name')}>
        {(control) => (
          <Input {...control} maxLength={100} value={form.values.name} onChange={(event) => form.set('name', event.target.value)} />
        )}
      </Field>
      <Field
        label="Email address"
        {...form.field('email')}
        hint={
          person.may.standIn
            ? 'They sign in with it, and links to a new password go there.'
            : 'They hold permissions that you do not, so somebody who holds them must change it.'
        }
      >
        {(control) => (
          <Input
            {...control}
            type="email"
            readOnly={!person.may.standIn}
            value={form.values.email}
            onChange={(event) => form.set('email', event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  );
}
