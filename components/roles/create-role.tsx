'use client';

import { useRouter } from 'next/navigation';
import { FormActions, FormNotices } from '#components/data/form/form-notices.tsx';
import { useOperationForm } from '#components/data/form/use-operation-form.ts';
import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';
import { showToast } from '#components/ui/toast.ts';
import type { Permission } from '#lib/access/permissions.ts';
import type { RoleRow } from '#lib/access/roles/schema.ts';
import { request } from '#lib/client.ts';
import { RoleFields, type RoleValues } from './role-fields.tsx';
import { roleLabels } from './role-words.ts';

export interface CreateRoleProps {
  /** All that can be copied. */
  roles: readonly RoleRow[];
  from: RoleRow;
  lacking: readonly Permission[];
}

/** Makes a role by copying one. Choosing another to copy begins anew with its rights. */
export function CreateRole({ roles, from, lacking }: CreateRoleProps) {
  const router = useRouter();
  const held = from.permissions.filter((permission) => !lacking.includes(permission));
  const form = useOperationForm<RoleValues, { key: string }>({
    initial: { name: '', description: '', permissions: held, kinds: from.kinds },
    submit: (values) =>
      request('POST /roles', { copiedFrom: from.key, ...values, permissions: [...values.permissions], kinds: [...values.kinds] }),
    onDone: ({ key }) => {
      showToast('Role created. It can be given now.', { tone: 'good' });
      router.push(`/roles/${key}`);
    },
  });
  const offered = (scope: RoleRow['scope']) =>
    roles
      .filter((role) => role.scope === scope)
      .map((role) => ({ value: role.key, label: role.retiredAt ? `${role.name} (retired)` : role.name }));
  return (
    <form {...form.form} className="flex max-w-3xl flex-col gap-5">
      <FormNotices form={form} labels={roleLabels} />
      <Field
        label="Copied from"
        hint={
          from.scope === 'team'
            ? 'A role in a team: it reaches the team where it is given.'
            : 'A role in the whole organisation: it reaches every team.'
        }
      >
        {(control) => (
          <Select
            {...control}
            value={from.key}
            options={[
              { value: '', label: 'In a team', disabled: true },
              ...offered('team'),
              { value: ' ', label: 'In the whole organisation', disabled: true },
              ...offered('organisation'),
            ]}
            onChange={(event) => router.replace(`/roles/new?from=${encodeURIComponent(event.target.value)}`)}
          />
        )}
      </Field>
      <RoleFields form={form} scope={from.scope} lacking={lacking} />
      <FormActions form={form} submitLabel="Create role" onCancel={() => router.push('/roles')} />
    </form>
  );
}
