'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { FormDialog } from '#components/data/form/form-dialog.tsx';
import { useOperationForm } from '#components/data/form/use-operation-form.ts';
import { Callout } from '#components/ui/callout.tsx';
import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { showToast } from '#components/ui/toast.ts';
import { stageLabels } from '#lib/assets/rules.ts';
import { request } from '#lib/client.ts';
import type { AssetGate, PromotionOutcome } from '#lib/gates/promotion/schema.ts';
import { VerdictBadge, VerdictView } from './verdict-view.tsx';

export interface PromoteDialogProps {
  asset: { id: string; name: string };
  /** What the page knows of the gate already; it is asked for otherwise. */
  gate?: AssetGate;
  onClose: () => void;
}

/** Shows the verdict of the next gate with all its reasons, and promotes by it. What is in the way is told, and kept, if it is tried all the same. */
export function PromoteDialog({ asset, gate: known, onClose }: PromoteDialogProps) {
  const router = useRouter();
  const [gate, setGate] = useState<AssetGate | null>(known ?? null);
  const [failed, setFailed] = useState('');
  const versionId = gate?.version?.id ?? '';
  const form = useOperationForm<{ versionId: string }, PromotionOutcome>({
    initial: { versionId },
    submit: async () => {
      if (!gate?.next) throw new Error('There is no further stage.');
      const { assetVersion: version, next: stage } = gate;
      try {
        return await request('POST /assets/{id}/promote', { id: asset.id, version, stage, versionId: gate.version?.id ?? null });
      } catch (error) {
        // What stood in the way may be what is not shown yet.
        await load(gate.version?.id);
        throw error;
      }
    },
    onDone: ({ passed, stage }) => {
      showToast(
        passed ? `${asset.name} stands at ${stageLabels[stage]} now.` : 'The gate held it back. The verdict is kept in its history.',
        {
          tone: passed ? 'good' : 'danger',
        },
      );
      router.refresh();
      onClose();
    },
  });

  const told = (error: unknown) => setFailed(error instanceof Error ? error.message : 'The gate could not be asked.');
  const load = (chosen?: string) =>
    request('GET /assets/{id}/gate', { id: asset.id, ...(chosen && { versionId: chosen }) }).then((found) => {
      setGate(found);
      setFailed('');
    }, told);

  useEffect(() => {
    if (known) return;
    request('GET /assets/{id}/gate', { id: asset.id }).then(setGate, (error: unknown) =>
      setFailed(error instanceof Error ? error.message : 'The gate could not be asked.'),
    );
  }, [known, asset.id]);

  const next = gate?.next;
  const passes = gate?.verdict?.passed ?? false;
  return (
    <FormDialog
      form={form}
      labels={{ versionId: 'Version' }}
      title={next ? `Promote ${asset.name} to ${stageLabels[next]}` : `Promote ${asset.name}`}
      description="The gate is judged anew when you promote, and its verdict is kept for ever."
      action={passes || !gate ? 'Promote' : 'Try all the same'}
      disabled={!gate?.verdict || !gate.may.promote}
      width="md"
      onClose={onClose}
    >
      {failed && <Callout tone="danger">{failed}</Callout>}
      {!gate && !failed && <Skeleton className="h-40" />}
      {gate && gate.versions.length > 1 && (
        <Field label="Version" name="versionId" hint="Approvals and digests are those of this version.">
          {(control) => (
            <Select
              {...control}
              options={gate.versions.map(({ id, label }) => ({ value: id, label }))}
              value={versionId}
              onChange={(event) => void load(event.target.value)}
            />
          )}
        </Field>
      )}
      {gate?.verdict && (
        <section aria-label="Verdict">
          <div className="flex items-center gap-2 text-sm">
            <VerdictBadge verdict={gate.verdict} />
            {gate.version ? (
              <span className="text-muted">Version {gate.version.label}</span>
            ) : (
              <span className="text-muted">No version</span>
            )}
          </div>
          <VerdictView verdict={gate.verdict} />
        </section>
      )}
      {gate && !gate.may.promote && <Callout>You may look, and not promote: your role does not include it for this asset.</Callout>}
    </FormDialog>
  );
}

export default PromoteDialog;
