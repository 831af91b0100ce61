'use client';

import { useRouter } from 'next/navigation';
import { FormDialog } from '#components/data/form/form-dialog.tsx';
import { useOperationForm } from '#components/data/form/use-operation-form.ts';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { LevelShape } from '#components/ui/level-mark.tsx';
import { RadioGroup } from '#components/ui/radio-group.tsx';
import { Select } from '#components/ui/select.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { showToast } from '#components/ui/toast.ts';
import { request as call } from '#lib/client.ts';
import { type SignalSeverity, signalSeverities, signalSeverityHints, signalSeverityLabels } from '#lib/risks/signals/rules.ts';
import type { AssetSignals } from '#lib/risks/signals/schema.ts';

export interface RaiseDialogProps {
  assetId: string;
  /** The threats that apply to the asset. */
  threats: AssetSignals['threats'];
  onClose: () => void;
}

type Values = { title: string; severity: SignalSeverity; threat: string; detail: string };

/** Raises the risks of an asset, all or those of one threat, until somebody clears the signal. */
export function RaiseDialog({ assetId, threats, onClose }: RaiseDialogProps) {
  const router = useRouter();
  const close = () => {
    router.refresh();
    onClose();
  };
  const form = useOperationForm<Values, { id: string }>({
    initial: { title: '', severity: 'high', threat: '', detail: '' },
    check: ({ title }) => (title.trim() ? {} : { title: 'Say in a line what was seen.' }),
    submit: ({ threat, ...values }) => call('POST /assets/{id}/signals', { id: assetId, ...values, threat: threat || null }),
    onDone: () => {
      showToast('Raised. The asset’s risks were scored again.', { tone: 'good' });
      close();
    },
  });
  return (
    <FormDialog
      form={form}
      labels={{ title: 'What was seen', severity: 'Severity', threat: 'About', detail: 'Details' }}
      title="Raise a signal"
      description="It puts a floor under the residual likelihood until it is cleared. It raises risks, and never lowers one."
      action="Raise"
      width="md"
      onClose={close}
    >
      <Field label="What was seen" required {...form.field('title')}>
        {(control) => (
          <Input {...control} maxLength={200} value={form.values.title} onChange={(event) => form.set('title', event.target.value)} />
        )}
      </Field>
      <RadioGroup
        name="severity"
        legend="Severity"
        value={form.values.severity}
        onChange={(severity) => form.set('severity', severity as SignalSeverity)}
        options={signalSeverities.map((value) => ({
          value,
          label: (
            <span className="inline-flex items-center gap-1.5">
              <LevelShape state={value} /> {signalSeverityLabels[value]}
            </span>
          ),
          hint: signalSeverityHints[value],
        }))}
      />
      <Field label="About" {...form.field('threat')} hint="One threat, or every risk of the asset.">
        {(control) => (
          <Select
            {...control}
            placeholder="Every risk of this asset"
            options={threats.map(({ key, name }) => ({ value: key, label: name }))}
            value={form.values.threat}
            onChange={(event) => form.set('threat', event.target.value)}
          />
        )}
      </Field>
      <Field label="Details" optional {...form.field('detail')}>
        {(control) => (
          <Textarea
            {...control}
            rows={3}
            maxLength={4000}
            value={form.values.detail}
            onChange={(event) => form.set('detail', event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  );
}

export default RaiseDialog;
