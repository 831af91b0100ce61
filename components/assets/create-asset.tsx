'use client';

import { useRouter } from 'next/navigation';
import { FormActions, FormNotices } from '#components/data/form/form-notices.tsx';
import { useOperationForm } from '#components/data/form/use-operation-form.ts';
import { showToast } from '#components/ui/toast.ts';
import { request } from '#lib/client.ts';
import { AssetFields } from './asset-fields.tsx';
import { type AssetValues, checkValues, fieldLabels, newValues, stageOf, type TeamChoice } from './asset-values.ts';

export interface CreateAssetProps {
  choices: readonly TeamChoice[];
  viewer: { id: string; name: string };
}

/** The form that registers an asset, and leads to its page. */
export function CreateAsset({ choices, viewer }: CreateAssetProps) {
  const router = useRouter();
  const form = useOperationForm<AssetValues, { id: string }>({
    initial: newValues(choices, viewer.id),
    check: checkValues,
    submit: ({ kind, key, tags, ...values }) =>
      request('POST /assets', {
        ...values,
        kind: kind || 'model',
        key: key || undefined,
        stage: stageOf({ stage: values.stage, kind }) || undefined,
        tags: [...tags],
      }),
    onDone: ({ id }) => {
      showToast('Asset registered.', { tone: 'good' });
      router.push(`/assets/${id}`);
    },
  });
  return (
    <form {...form.form} className="flex max-w-2xl flex-col gap-5">
      <FormNotices form={form} labels={fieldLabels} />
      <AssetFields form={form} choices={choices} names={{ [viewer.id]: viewer.name }} />
      <FormActions form={form} submitLabel="Register asset" onCancel={() => router.push('/assets')} />
    </form>
  );
}
