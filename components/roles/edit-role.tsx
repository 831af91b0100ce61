'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { FormActions, FormNotices } from '#components/data/form/form-notices.tsx';
import { useOperationForm } from '#components/data/form/use-operation-form.ts';
import { showToast } from '#components/ui/toast.ts';
import type { Permission } from '#lib/access/permissions.ts';
import type { RolePreview, RoleRow } from '#lib/access/roles/schema.ts';
import { RequestError, request } from '#lib/client.ts';
import { PreviewDialog } from './preview-dialog.tsx';
import { RoleFields, type RoleValues } from './role-fields.tsx';
import { roleLabels, valueWords } from './role-words.ts';

type Pending = { rights: { permissions: Permission[]; kinds: RoleRow['kinds'] }; version: number; preview: RolePreview };
type Confirm = (seen: string | null) => void;

/** Changes a role. A change of its rights is shown first: who gains and loses what. */
export function EditRole({ role, lacking }: { role: RoleRow; lacking: readonly Permission[] }) {
  const router = useRouter();
  const [pending, setPending] = useState<(Pending & { confirm: Confirm }) | null>(null);

  /** Asks for the preview and waits for the person; null where they would rather go on editing. */
  async function look(rights: Pending['rights'], version: number): Promise<string | null> {
    const input = { key: role.key, version, permissions: rights.permissions, kinds: [...rights.kinds] };
    const preview = await request('POST /roles/{key}/preview', input);
    return new Promise((resolve) => setPending({ rights, version, preview, confirm: resolve }));
  }

  const form = useOperationForm<RoleValues, void>({
    initial: { name: role.name, description: role.description, permissions: role.permissions, kinds: role.kinds },
    version: role.version,
    submit: async (values, changed, version = role.version) => {
      const rights = { permissions: [...values.permissions], kinds: [...values.kinds] };
      const rightsChange = changed.includes('permissions') || changed.includes('kinds');
      const seen = rightsChange ? await look(rights, version) : undefined;
      setPending(null);
      // Nothing was sent and nothing is wrong: the form stays as it is.
      if (seen === null) throw new RequestError('invalid', '', {}, null);
      await request('PATCH /roles/{key}', {
        key: role.key,
        version,
        ...(changed.includes('name') && { name: values.name }),
        ...(changed.includes('description') && { description: values.description }),
        ...(rightsChange && { ...rights, seen }),
      });
    },
    onDone: () => {
      showToast('Saved. It counts from the next request on.', { tone: 'good' });
      router.push(`/roles/${role.key}`);
      router.refresh();
    },
  });
  return (
    <form {...form.form} className="flex max-w-3xl flex-col gap-5">
      <FormNotices form={form} labels={roleLabels} show={valueWords} />
      <RoleFields form={form} scope={role.scope} lacking={lacking} />
      <FormActions form={form} submitLabel="Save…" onCancel={() => router.push(`/roles/${role.key}`)} />
      {pending && (
        <PreviewDialog
          role={role}
          rights={pending.rights}
          version={pending.version}
          first={pending.preview}
          onDecide={(seen) => pending.confirm(seen)}
        />
      )}
    </form>
  );
}
