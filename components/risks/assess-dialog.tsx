'use client';

import { useRouter } from 'next/navigation';
import { FormDialog } from '#components/data/form/form-dialog.tsx';
import { useOperationForm } from '#components/data/form/use-operation-form.ts';
import { Field } from '#components/ui/field.tsx';
import { LevelMark } from '#components/ui/level-mark.tsx';
import { Select } from '#components/ui/select.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { showToast } from '#components/ui/toast.ts';
import { type Level, levelLabels } from '#lib/assets/rules.ts';
import { request } from '#lib/client.ts';
import { whyNotAssess } from '#lib/risks/register/policy.ts';
import { impactLabels, levelOfSeverity, likelihoodLabels, product, values as scale, shortestReason } from '#lib/risks/register/rules.ts';
import { severityOf } from '#lib/risks/scoring/rules.ts';

/** What it takes to assess a risk, on its page and in its asset's tab. */
export interface Assessed {
  id: string;
  version: number;
  threatName: string;
  computed: { likelihood: number; impact: number };
  set: { likelihood: number | null; impact: number | null; reason: string };
  matrix: readonly number[];
  assessed: boolean;
  /** What would remain with safeguards and signals as they stand; where it is not known, it is not shown. */
  residual?: (likelihood: number | null, impact: number | null) => { likelihood: number; impact: number; severity: number } | null;
}

export interface AssessDialogProps {
  risk: Assessed;
  onClose: () => void;
}

type Values = { likelihood: number | null; impact: number | null; reason: string };
const labels = { likelihood: 'Likelihood', impact: 'Impact', reason: 'Reason' };
const words: Record<string, Record<number, string>> = { likelihood: likelihoodLabels, impact: impactLabels };

/** Assesses a risk: the computed values are there to be confirmed, others take a reason. */
export function AssessDialog({ risk, onClose }: AssessDialogProps) {
  const router = useRouter();
  const form = useOperationForm<Values, { level: Level }>({
    initial: risk.set,
    version: risk.version,
    check: (values) => {
      const wrong = whyNotAssess(values);
      return wrong ? { [wrong.field]: `${wrong.message.charAt(0).toUpperCase()}${wrong.message.slice(1)}.` } : {};
    },
    submit: (values, _changed, version) =>
      request('POST /risks/{id}/assess', {
        id: risk.id,
        version: version ?? risk.version,
        ...values,
        reason: isByHand(values) ? values.reason : '',
      }),
    onDone: ({ level }) => {
      showToast(`Assessed: ${levelLabels[level]}.`, { tone: 'good' });
      router.refresh();
      onClose();
    },
  });
  const { values } = form;
  const likelihood = values.likelihood ?? risk.computed.likelihood;
  const impact = values.impact ?? risk.computed.impact;
  const inherent = { likelihood, impact, severity: severityOf(risk.matrix, likelihood, impact) };
  const residual = risk.residual?.(values.likelihood, values.impact) ?? null;
  return (
    <FormDialog
      form={form}
      labels={labels}
      show={(name, value) => (typeof value === 'number' ? (words[name]?.[value] ?? value) : value === null ? 'As computed' : String(value))}
      title={`Assess ${risk.threatName}`}
      description="Values are those without safeguards: what these take off is computed after."
      action={isByHand(values) ? 'Assess' : 'Confirm computed values'}
      width="md"
      onClose={onClose}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        {(['likelihood', 'impact'] as const).map((name) => (
          <Field key={name} label={labels[name]} {...form.field(name)} hint={`Computed: ${words[name]?.[risk.computed[name]]}`}>
            {(control) => (
              <Select
                {...control}
                placeholder="As computed"
                options={scale.map((value) => ({ value: String(value), label: words[name]?.[value] ?? String(value) }))}
                value={values[name] === null ? '' : String(values[name])}
                onChange={(event) => form.set(name, event.target.value === '' ? null : Number(event.target.value))}
              />
            )}
          </Field>
        ))}
      </div>
      {isByHand(values) && (
        <Field
          label="Reason"
          {...form.field('reason')}
          required
          hint={`At least ${shortestReason} characters: what you know of this asset that the computation does not.`}
        >
          {(control) => (
            <Textarea {...control} rows={3} value={values.reason} onChange={(event) => form.set('reason', event.target.value)} />
          )}
        </Field>
      )}
      <dl className="flex flex-wrap gap-x-8 gap-y-1 border-t pt-3 text-sm" aria-live="polite">
        <Outcome label="Inherent" {...inherent} />
        {residual && <Outcome label="Residual, with safeguards and signals" {...residual} />}
      </dl>
    </FormDialog>
  );
}

const isByHand = ({ likelihood, impact }: Values) => likelihood !== null || impact !== null;

function Outcome({ label, likelihood, impact, severity }: { label: string; likelihood: number; impact: number; severity: number }) {
  return (
    <div>
      <dt className="text-muted text-xs">{label}</dt>
      <dd className="flex items-center gap-2 tabular-nums">
        {product(likelihood, impact)} <LevelMark state={levelOfSeverity(severity)} />
      </dd>
    </div>
  );
}

export default AssessDialog;
