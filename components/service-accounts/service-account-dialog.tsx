'use client';

import { FormDialog } from '#components/data/form/form-dialog.tsx';
import { useOperationForm } from '#components/data/form/use-operation-form.ts';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import type { ServiceAccount } from '#lib/access/service-accounts/schema.ts';
import { request } from '#lib/client.ts';

/** A role for teams, and whether the viewer may give it: nobody gives what they do not hold. */
export interface RoleOption {
  key: string;
  name: string;
  mayGive: boolean;
}

type Values = { name: string; description: string; role: string };

export interface ServiceAccountDialogProps {
  teamId: string;
  roles: readonly RoleOption[];
  /** Absent for a new one. */
  account?: ServiceAccount;
  onClose: () => void;
  /** With the id, once it is there or changed. */
  onDone: (id: string) => void;
}

const labels = { name: 'Name', description: 'Description', role: 'Role' };

/** Makes a service account, or changes one. */
export function ServiceAccountDialog({ teamId, roles, account, onClose, onDone }: ServiceAccountDialogProps) {
  const form = useOperationForm<Values, string>({
    initial: { name: account?.name ?? '', description: account?.description ?? '', role: account?.role.key ?? '' },
    version: account?.version,
    submit: async (values, changed, version) => {
      if (!account) return (await request('POST /teams/{teamId}/service-accounts', { teamId, ...values })).id;
      const edit = Object.fromEntries(changed.map((name) => [name, values[name]]));
      return (await request('PATCH /service-accounts/{id}', { id: account.id, version: version ?? account.version, ...edit })).id;
    },
    onDone,
  });
  const kept = account?.role.key;
  return (
    <FormDialog
      form={form}
      labels={labels}
      show={(name, value) => words(name, value, roles)}
      title={account ? `Edit ${account.name}` : 'New service account'}
      description={account ? undefined : 'It belongs to the team, holds one role in it, and acts through tokens alone.'}
      width="md"
      action={account ? 'Save' : 'Create service account'}
      onClose={onClose}
    >
      <Field label={labels.name} {...form.field('name')} hint="Shown beside everything it does.">
        {(control) => (
          <Input
            {...control}
            maxLength={80}
            autoComplete="off"
            value={form.values.name}
            onChange={(event) => form.set('name', event.target.value)}
          />
        )}
      </Field>
      <Field label={labels.description} optional {...form.field('description')}>
        {(control) => (
          <Textarea
            {...control}
            rows={2}
            maxLength={500}
            value={form.values.description}
            onChange={(event) => form.set('description', event.target.value)}
          />
        )}
      </Field>
      <Field
        label={labels.role}
        {...form.field('role')}
        hint="Its tokens can do no more than this role gives in the team. Roles beyond your own rights cannot be chosen."
      >
        {(control) => (
          <Select
            {...control}
            value={form.values.role}
            placeholder={account ? undefined : 'Choose a role'}
            onChange={(event) => form.set('role', event.target.value)}
            options={roles.map(({ key, name, mayGive }) => ({ value: key, label: name, disabled: !mayGive && key !== kept }))}
          />
        )}
      </Field>
    </FormDialog>
  );
}

const words = (name: string, value: unknown, roles: readonly RoleOption[]) =>
  String((name === 'role' ? roles.find((role) => role.key === value)?.name : value) ?? '');
