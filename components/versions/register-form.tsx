'use client';

import { useRouter } from 'next/navigation';
import { FormActions, FormNotices } from '#components/data/form/form-notices.tsx';
import { useLeaveGuard } from '#components/data/form/use-leave-guard.ts';
import { useOperationForm } from '#components/data/form/use-operation-form.ts';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { showToast } from '#components/ui/toast.ts';
import { registerVersion } from './register-version.ts';
import { RootDigestPreview } from './root-digest.tsx';
import { type SignatureState, signatureLabels } from './signature-mark.tsx';
import { useVersionFiles } from './use-version-files.ts';
import { VersionFilesInput } from './version-files-input.tsx';

const labels = {
  label: 'Label',
  location: 'Location',
  purl: 'Package URL',
  signature: 'Signature',
  metadata: 'Metadata',
  provenance: 'Provenance',
  files: 'Files',
};

const empty = { label: '', location: '', purl: '', signature: 'unknown' as SignatureState, provenance: '', metadata: '', files: '' };

/** Registers a version of an asset. Nothing typed or hashed is lost when it is refused. */
export function RegisterForm({ assetId }: { assetId: string }) {
  const router = useRouter();
  const content = useVersionFiles();
  const path = `/assets/${assetId}/versions`;
  const form = useOperationForm<typeof empty, { id: string; label: string }>({
    initial: empty,
    check: (values) => ({
      label: values.label.trim() ? undefined : 'A label is needed, such as 2.4.0 or 2026-03.',
      files: content.wrong ?? undefined,
      provenance: notFacts(values.provenance),
      metadata: notFacts(values.metadata),
    }),
    submit: async (values) => ({
      ...(await registerVersion(assetId, { ...values, files: content.manifest.files })),
      label: values.label.trim(),
    }),
    onDone: ({ id, label }) => {
      showToast(`Version ${label} is registered.`, { tone: 'good' });
      router.push(`${path}/${id}`);
      router.refresh();
    },
  });
  useLeaveGuard(!form.dirty && (content.hashed.files.length > 0 || content.text !== '') && !form.busy);
  const { values, set, field } = form;
  return (
    <form {...form.form} className="flex max-w-2xl flex-col gap-5">
      <FormNotices form={form} labels={labels} />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Label" hint="Unique in this asset; never changes." required {...field('label')}>
          {(control) => (
            <Input {...control} value={values.label} autoComplete="off" onChange={(event) => set('label', event.target.value)} />
          )}
        </Field>
        <Field label="Signature" {...field('signature')}>
          {(control) => (
            <Select
              {...control}
              options={Object.entries(signatureLabels).map(([value, label]) => ({ value, label }))}
              value={values.signature}
              onChange={(event) => set('signature', event.target.value as SignatureState)}
            />
          )}
        </Field>
        <Field label="Location" optional hint="Where it lies: a bucket, a registry, an image reference." {...field('location')}>
          {(control) => (
            <Input {...control} value={values.location} autoComplete="off" onChange={(event) => set('location', event.target.value)} />
          )}
        </Field>
        <Field label="Package URL" optional hint="Such as pkg:huggingface/org/model@1.0" {...field('purl')}>
          {(control) => (
            <Input {...control} mono value={values.purl} autoComplete="off" onChange={(event) => set('purl', event.target.value)} />
          )}
        </Field>
      </div>
      <VersionFilesInput content={content} error={field('files').error ?? null} />
      <RootDigestPreview files={content.manifest.files} />
      <details className="text-sm">
        <summary className="focus-ring w-fit rounded-sm text-muted">Provenance and metadata as JSON</summary>
        <div className="mt-3 flex flex-col gap-4">
          <Field label="Provenance" optional hint="Who built it, from what, with what." {...field('provenance')}>
            {(control) => (
              <Textarea {...control} mono value={values.provenance} onChange={(event) => set('provenance', event.target.value)} />
            )}
          </Field>
          <Field label="Metadata" optional hint='Cards in CycloneDX names: {"modelCard": {…}}.' {...field('metadata')}>
            {(control) => <Textarea {...control} mono value={values.metadata} onChange={(event) => set('metadata', event.target.value)} />}
          </Field>
        </div>
      </details>
      <FormActions form={form} submitLabel="Register version" onCancel={() => router.push(path)} />
    </form>
  );
}

function notFacts(text: string): string | undefined {
  if (!text.trim()) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? undefined : 'Expected an object: {"name": …}.';
  } catch {
    return 'This is not valid JSON.';
  }
}
