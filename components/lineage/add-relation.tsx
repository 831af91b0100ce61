'use client';

import { useCallback, useState } from 'react';
import { KindIcon } from '#components/assets/kind-icon.tsx';
import { FormNotices } from '#components/data/form/form-notices.tsx';
import { useOperationForm } from '#components/data/form/use-operation-form.ts';
import { Button } from '#components/ui/button.tsx';
import { Combobox } from '#components/ui/combobox.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';
import { kindsOf, type Relation, relationLabels, relationsFrom } from '#lib/assets/lineage/rules.ts';
import type { Kind } from '#lib/assets/rules.ts';
import { request } from '#lib/client.ts';

export interface AddRelationProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  kind: Kind;
  /** The versions of this asset, newest first. */
  versions: readonly { value: string; label: string }[];
  onDone: () => void;
}

const labels = { fromVersionId: 'Version', relation: 'Relation', assetId: 'Asset', toVersionId: 'Its version' };

/** Records that a version of this asset was trained on, built by, … a version of another. A circle is refused with its path. */
export function AddRelation({ open, onOpenChange, kind, versions, onDone }: AddRelationProps) {
  const [others, setOthers] = useState<readonly { value: string; label: string }[]>([]);
  const relations = relationsFrom(kind);
  const form = useOperationForm({
    initial: {
      fromVersionId: versions[0]?.value ?? '',
      relation: (relations[0] ?? 'derived_from') as Relation,
      assetId: null as string | null,
      toVersionId: '',
    },
    check: (values) => ({
      assetId: values.assetId ? undefined : 'Choose an asset.',
      toVersionId: values.assetId && !values.toVersionId ? 'Choose a version of it.' : undefined,
    }),
    submit: ({ fromVersionId, toVersionId, relation }) => request('POST /lineage', { fromVersionId, toVersionId, relation }),
    onDone,
  });
  const { values, set, field } = form;
  const search = useCallback(
    async (text: string, signal: AbortSignal) => {
      const kinds = kindsOf(values.relation)?.join(',');
      const found = await request('GET /assets', { ...(text && { q: text }), ...(kinds && { kind: kinds }), limit: 20 }, { signal });
      return found.rows.map((row) => ({ value: row.id, label: row.name, mark: <KindIcon kind={row.kind} />, aside: row.teamName }));
    },
    [values.relation],
  );

  async function choose(assetId: string | null) {
    set('assetId', assetId);
    set('toVersionId', '');
    setOthers([]);
    if (!assetId) return;
    const { rows } = await request('GET /assets/{id}/versions', { id: assetId, limit: 500 }).catch(() => ({ rows: [] }));
    setOthers(rows.map((row) => ({ value: row.id, label: row.label })));
    if (rows[0]) set('toVersionId', rows[0].id);
  }

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Add relation"
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button variant="primary" type="submit" form="add-relation" busy={form.busy}>
            Add relation
          </Button>
        </>
      }
    >
      <form {...form.form} id="add-relation" className="flex flex-col gap-4">
        <FormNotices form={form} labels={labels} />
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Version" {...field('fromVersionId')}>
            {(control) => (
              <Select
                {...control}
                options={versions}
                value={values.fromVersionId}
                onChange={(event) => set('fromVersionId', event.target.value)}
              />
            )}
          </Field>
          <Field label="Relation" {...field('relation')}>
            {(control) => (
              <Select
                {...control}
                options={relations.map((relation) => ({ value: relation, label: relationLabels[relation] }))}
                value={values.relation}
                onChange={(event) => {
                  set('relation', event.target.value as Relation);
                  void choose(null);
                }}
              />
            )}
          </Field>
          <Field label="Asset" {...field('assetId')}>
            {(control) => (
              <Combobox {...control} label="Asset" value={values.assetId} options={search} onChange={(value) => void choose(value)} />
            )}
          </Field>
          <Field
            label="Its version"
            hint={values.assetId && others.length === 0 ? 'It has no version. Register one first.' : undefined}
            {...field('toVersionId')}
          >
            {(control) => (
              <Select
                {...control}
                options={others}
                placeholder={others.length === 0 ? '–' : undefined}
                disabled={others.length === 0}
                value={values.toVersionId}
                onChange={(event) => set('toVersionId', event.target.value)}
              />
            )}
          </Field>
        </div>
      </form>
    </Dialog>
  );
}
