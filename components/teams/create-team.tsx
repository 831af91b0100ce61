'use client';

import { Plus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { FormDialog } from '#components/data/form/form-dialog.tsx';
import { useOperationForm } from '#components/data/form/use-operation-form.ts';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { showToast } from '#components/ui/toast.ts';
import { keyFromTeamName } from '#lib/access/teams/rules.ts';
import { request } from '#lib/client.ts';

const labels = { name: 'Name', key: 'Key' };

/** The button that makes a team, and its dialog. */
export function CreateTeam() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="primary" icon={<Plus aria-hidden="true" />} onClick={() => setOpen(true)}>
        New team
      </Button>
      {open && <CreateTeamDialog onClose={() => setOpen(false)} />}
    </>
  );
}

function CreateTeamDialog({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const form = useOperationForm<{ name: string; key: string }, { id: string }>({
    initial: { name: '', key: '' },
    submit: ({ name, key }) => request('POST /teams', { name, key: key || undefined }),
    onDone: ({ id }) => {
      showToast('Team created. Add its members.', { tone: 'good' });
      router.push(`/teams/${id}`);
    },
  });
  return (
    <FormDialog
      form={form}
      labels={labels}
      title="New team"
      description="Assets, imports and service accounts belong to a team. Members’ roles decide what they may do."
      action="Create team"
      onClose={onClose}
    >
      <Field label="Name" {...form.field('name')}>
        {(control) => (
          <Input {...control} maxLength={80} value={form.values.name} onChange={(event) => form.set('name', event.target.value)} />
        )}
      </Field>
      <Field label="Key" optional {...form.field('key')} hint="Used in links and files. It cannot be changed later.">
        {(control) => (
          <Input
            {...control}
            mono
            maxLength={60}
            placeholder={keyFromTeamName(form.values.name)}
            value={form.values.key}
            onChange={(event) => form.set('key', event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  );
}
