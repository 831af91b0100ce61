'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useRef, useState } from 'react';
import { FormActions, FormNotices } from '#components/data/form/form-notices.tsx';
import { sameValue } from '#components/data/form/form-state.ts';
import { useOperationForm } from '#components/data/form/use-operation-form.ts';
import { Callout } from '#components/ui/callout.tsx';
import { showToast } from '#components/ui/toast.ts';
import type { Permission } from '#lib/access/permissions.ts';
import type { RolePreview, RoleRow } from '#lib/access/roles/schema.ts';
import { RequestError, request } from '#lib/client.ts';
import { PreviewDialog, type Rights } from './preview-dialog.tsx';
import { RoleFields, type RoleValues } from './role-fields.tsx';
import { roleLabels, valueWords } from './role-words.ts';

/** Changes a role. A change of its rights is shown first: who gains and loses what. */
export function EditRole({ role, lacking }: { role: RoleRow; lacking: readonly Permission[] }) {
  const router = useRouter();
  const [shown, setShown] = useState<{ rights: Rights; preview: RolePreview } | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const version = useRef(role.version);
  const seen = useRef<string | null>(null);
  const form = useOperationForm<RoleValues, void>({
    initial: { name: role.name, description: role.description, permissions: role.permissions, kinds: role.kinds },
    version: role.version,
    submit: save,
    onDone: () => {
      showToast('Role saved. It applies from the next request.', { tone: 'good' });
      router.push(`/roles/${role.key}`);
      router.refresh();
    },
  });

  const rightsOf = (values: RoleValues): Rights => ({ permissions: [...values.permissions], kinds: [...values.kinds] });
  const rightsDiffer = () => !sameValue(rightsOf(form.values), rightsOf(role));

  async function save(values: RoleValues, changed: readonly (keyof RoleValues)[]) {
    const rights =
      changed.includes('permissions') || changed.includes('kinds') ? { ...rightsOf(values), seen: seen.current ?? undefined } : {};
    const words = {
      ...(changed.includes('name') && { name: values.name }),
      ...(changed.includes('description') && { description: values.description }),
    };
    try {
      await request('PATCH /roles/{key}', { key: role.key, version: version.current, ...words, ...rights });
    } catch (error) {
      const current = error instanceof RequestError ? error.details.current?.['version'] : undefined;
      if (typeof current === 'number') version.current = current;
      throw error;
    } finally {
      seen.current = null;
    }
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setFailure(null);
    if (!rightsDiffer()) return form.form.onSubmit(event);
    const rights = rightsOf(form.values);
    try {
      setShown({ rights, preview: await request('POST /roles/{key}/preview', { key: role.key, version: version.current, ...rights }) });
    } catch (error) {
      // Somebody else was faster: saving tells field by field what stands there now.
      if (error instanceof RequestError && error.code === 'conflict') form.form.onSubmit(event);
      else setFailure(error instanceof Error ? error.message : 'Try again.');
    }
  }

  function decide(given: string | null) {
    setShown(null);
    if (given === null) return;
    seen.current = given;
    form.form.onSubmit({ preventDefault: () => undefined } as FormEvent<HTMLFormElement>);
  }

  return (
    <form {...form.form} onSubmit={submit} className="flex max-w-3xl flex-col gap-5">
      {failure && <Callout tone="danger">{failure}</Callout>}
      <FormNotices form={form} labels={roleLabels} show={valueWords} />
      <RoleFields form={form} scope={role.scope} lacking={lacking} />
      <FormActions
        form={form}
        submitLabel={rightsDiffer() ? 'Review changes' : 'Save'}
        onCancel={() => router.push(`/roles/${role.key}`)}
      />
      {shown && <PreviewDialog role={role} rights={shown.rights} version={version.current} first={shown.preview} onDecide={decide} />}
    </form>
  );
}
