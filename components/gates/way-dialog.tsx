'use client';

import { useRouter } from 'next/navigation';
import { FormDialog } from '#components/data/form/form-dialog.tsx';
import { useOperationForm } from '#components/data/form/use-operation-form.ts';
import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { showToast } from '#components/ui/toast.ts';
import { stageLabels, stages } from '#lib/assets/rules.ts';
import { request } from '#lib/client.ts';
import type { AssetGate, PromotionOutcome } from '#lib/gates/promotion/schema.ts';
import { longestReason, shortestReason, stagesThatWay } from '#lib/gates/rules.ts';

export interface WayDialogProps {
  asset: { id: string; name: string };
  gate: AssetGate;
  way: 'skip' | 'back';
  onClose: () => void;
}

const words = {
  skip: {
    title: (name: string) => `Skip stages with ${name}`,
    description:
      'Every gate on the way is judged. If one holds it back, the asset stays where it is; the verdicts and your reason are kept.',
    action: 'Skip ahead',
    hint: 'Why it does not go stage by stage. It is kept for ever.',
  },
  back: {
    title: (name: string) => `Send ${name} back`,
    description: 'There is no gate on the way back. Approvals for later stages go stale where they no longer fit.',
    action: 'Send back',
    hint: 'Why it goes back. It is kept for ever.',
  },
};

/** Skipping stages and going back: acts of their own, each with a reason. */
export function WayDialog({ asset, gate, way, onClose }: WayDialogProps) {
  const router = useRouter();
  const said = words[way];
  const offered = stagesThatWay(gate.stage, way);
  const form = useOperationForm<{ stage: string; reason: string }, PromotionOutcome>({
    initial: { stage: offered[0] ?? '', reason: '' },
    check: ({ reason }) => (reason.trim().length < shortestReason ? { reason: `Say why, in at least ${shortestReason} characters.` } : {}),
    submit: ({ stage, reason }) => {
      const to = stages.find((each) => each === stage) ?? gate.stage;
      const input = { id: asset.id, version: gate.assetVersion, stage: to, reason };
      return way === 'skip'
        ? request('POST /assets/{id}/skip', { ...input, versionId: gate.version?.id ?? null })
        : request('POST /assets/{id}/send-back', input);
    },
    onDone: ({ passed, stage }) => {
      showToast(
        passed
          ? `${asset.name} stands at ${stageLabels[stage]} now.`
          : 'A gate on the way held it back. The verdict is kept in its history.',
        {
          tone: passed ? 'good' : 'danger',
        },
      );
      router.refresh();
      onClose();
    },
  });
  return (
    <FormDialog
      form={form}
      labels={{ stage: 'Stage', reason: 'Reason' }}
      title={said.title(asset.name)}
      description={said.description}
      action={said.action}
      width="md"
      onClose={onClose}
    >
      <Field label={way === 'skip' ? 'Go to' : 'Back to'} {...form.field('stage')}>
        {(control) => (
          <Select
            {...control}
            options={offered.map((stage) => ({ value: stage, label: stageLabels[stage] }))}
            value={form.values.stage}
            onChange={(event) => form.set('stage', event.target.value)}
          />
        )}
      </Field>
      <Field label="Reason" required {...form.field('reason')} hint={said.hint}>
        {(control) => (
          <Textarea
            {...control}
            rows={3}
            maxLength={longestReason}
            value={form.values.reason}
            onChange={(event) => form.set('reason', event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  );
}

export default WayDialog;
