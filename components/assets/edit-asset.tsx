'use client';

import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { FormActions, FormNotices } from '#components/data/form/form-notices.tsx';
import { useOperationForm } from '#components/data/form/use-operation-form.ts';
import { showToast } from '#components/ui/toast.ts';
import type { Kind } from '#lib/assets/rules.ts';
import type { Asset, AssetEdit as Edit } from '#lib/assets/schema.ts';
import { request } from '#lib/client.ts';
import { AssetFields } from './asset-fields.tsx';
import { type AssetValues, checkValues, fieldLabels, valuesOf } from './asset-values.ts';
import { fieldWords } from './field-words.ts';
import { type KnownNames, useOwnerName } from './use-owner-name.ts';

export interface EditAssetProps {
  asset: Asset;
  /** The kinds that the viewer may give it. */
  kinds: readonly Kind[];
}

function OwnerName({ id, names }: { id: string | null; names: KnownNames }): ReactNode {
  return useOwnerName(id, names) ?? (id === null ? 'Nobody' : '…');
}

/** The fields that were changed, as the API takes them. The stage is none of them: it changes at the gate. The kind is never empty here: an edit starts from a kind and offers no empty one. */
function editOf(values: AssetValues, changed: readonly string[]): Partial<Edit> {
  const { teamId: _, stage: __, kind, tags, ...others } = values;
  const all = { ...others, kind: kind || undefined, tags: [...tags] };
  return Object.fromEntries(Object.entries(all).filter(([name]) => changed.includes(name)));
}

/** The form that edits an asset. An edit by somebody else in the meantime is put side by side, and nothing typed is lost. */
export function EditAsset({ asset, kinds }: EditAssetProps) {
  const router = useRouter();
  const names: KnownNames = asset.ownerId && asset.ownerName ? { [asset.ownerId]: asset.ownerName } : {};
  const back = () => router.push(`/assets/${asset.id}`);
  const form = useOperationForm<AssetValues, Asset>({
    initial: valuesOf(asset),
    version: asset.version,
    check: checkValues,
    submit: (values, changed, version) =>
      request('PATCH /assets/{id}', { id: asset.id, version: version ?? asset.version, ...editOf(values, changed) }),
    onDone: (saved) => {
      showToast(saved.version === asset.version ? 'Nothing was changed.' : 'Changes saved.', { tone: 'good' });
      back();
      router.refresh();
    },
  });
  return (
    <form {...form.form} className="flex max-w-2xl flex-col gap-5">
      <FormNotices
        form={form}
        labels={fieldLabels}
        show={(name, value) =>
          name === 'ownerId' ? <OwnerName id={typeof value === 'string' ? value : null} names={names} /> : fieldWords(name, value)
        }
      />
      <AssetFields form={form} choices={[{ ...asset.team, kinds }]} gate={`/assets/${asset.id}/gate`} names={names} />
      <FormActions form={form} submitLabel="Save changes" onCancel={back} />
    </form>
  );
}
