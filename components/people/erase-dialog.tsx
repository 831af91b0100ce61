'use client';

import { useRouter } from 'next/navigation';
import { FormDialog } from '#components/data/form/form-dialog.tsx';
import { useOperationForm } from '#components/data/form/use-operation-form.ts';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { showToast } from '#components/ui/toast.ts';
import type { PersonDetail } from '#lib/access/users/page/schema.ts';
import { request } from '#lib/client.ts';

/** Erases what is known of somebody who left, once their name was typed. */
export default function EraseDialog({ person, onClose }: { person: PersonDetail; onClose: () => void }) {
  const router = useRouter();
  const form = useOperationForm<{ name: string }, void>({
    initial: { name: '' },
    check: ({ name }) => (name.trim() === person.name ? {} : { name: `Type “${person.name}” exactly.` }),
    submit: ({ name }) => request('POST /people/{id}/erase', { id: person.id, name }),
    onDone: () => {
      showToast('The personal data was erased.', { tone: 'good' });
      router.refresh();
      onClose();
    },
  });
  return (
    <FormDialog
      form={form}
      labels={{ name: 'Name' }}
      title={`Erase the personal data of ${person.name}?`}
      action="Erase permanently"
      tone="danger"
      onClose={onClose}
    >
      <p className="text-muted">
        Their name, email address, ways to sign in, and what the audit log keeps of them are deleted. What they did stays, told of an erased
        person. This cannot be undone.
      </p>
      <Field label={`Type “${person.name}”`} {...form.field('name')}>
        {(control) => (
          <Input {...control} autoComplete="off" value={form.values.name} onChange={(event) => form.set('name', event.target.value)} />
        )}
      </Field>
    </FormDialog>
  );
}
