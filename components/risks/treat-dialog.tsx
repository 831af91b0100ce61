'use client';

import { useRouter } from 'next/navigation';
import { FormDialog } from '#components/data/form/form-dialog.tsx';
import { useOperationForm } from '#components/data/form/use-operation-form.ts';
import { Field } from '#components/ui/field.tsx';
import { Link } from '#components/ui/link.tsx';
import { RadioGroup } from '#components/ui/radio-group.tsx';
import { Select } from '#components/ui/select.tsx';
import { showToast } from '#components/ui/toast.ts';
import { levelLabels } from '#lib/assets/rules.ts';
import { request } from '#lib/client.ts';
import type { Risk } from '#lib/risks/register/page/schema.ts';
import { whyNotTreat } from '#lib/risks/register/policy.ts';
import { levelOfSeverity, type Treatment, treatmentLabels, treatmentMeanings, treatments } from '#lib/risks/register/rules.ts';

export interface TreatDialogProps {
  risk: Risk;
  onClose: () => void;
  /** Goes on to ask for the acceptance, once accepting was chosen. */
  onAccept?: () => void;
}

type Values = { treatment: Treatment | null; target: number | null };
const labels = { treatment: 'Treatment', target: 'Level to aim for' };
const word = (severity: number) => levelLabels[levelOfSeverity(severity)];

/** Chooses what is done about a risk. A level to aim for is offered only as low as controls on the asset would bring it. */
export function TreatDialog({ risk, onClose, onAccept }: TreatDialogProps) {
  const router = useRouter();
  const severity = risk.residual?.severity ?? 4;
  const reachable = risk.reachable ?? severity;
  const form = useOperationForm<Values, void>({
    initial: { treatment: risk.treatment, target: risk.target },
    version: risk.version,
    check: (values) => (values.treatment ? {} : { treatment: 'Choose what is done about it.' }),
    submit: async ({ treatment, target }, _changed, version) => {
      await request('POST /risks/{id}/treat', {
        id: risk.id,
        version: version ?? risk.version,
        treatment,
        target: treatment === 'mitigate' ? target : null,
      });
    },
    onDone: () => {
      const { treatment } = form.values;
      showToast(treatment ? `Treatment: ${treatmentLabels[treatment]}.` : 'Saved.', {
        tone: 'good',
        detail: treatment === 'accept' ? 'It counts as accepted once somebody else has agreed.' : undefined,
      });
      router.refresh();
      onClose();
      if (treatment === 'accept' && risk.treatment !== 'accept') onAccept?.();
    },
  });
  const { treatment, target } = form.values;
  const options = [1, 2, 3, 4].map((each) => ({
    value: String(each),
    label: word(each),
    disabled: whyNotTreat({ treatment: 'mitigate', target: each }, { severity, reachable }) !== null,
  }));
  return (
    <FormDialog
      form={form}
      labels={labels}
      show={(name, value) =>
        name === 'treatment' ? treatmentLabels[value as Treatment] : typeof value === 'number' ? word(value) : 'None'
      }
      title={`Treat ${risk.threatName}`}
      action="Save"
      width="md"
      onClose={onClose}
    >
      <div data-field="treatment">
        <RadioGroup
          name="treatment"
          legend="What is done about it"
          value={treatment}
          onChange={(value) => form.set('treatment', treatments.find((each) => each === value) ?? null)}
          options={treatments.map((value) => ({ value, label: treatmentLabels[value], hint: treatmentMeanings[value] }))}
        />
        {form.field('treatment').error && <p className="mt-1 text-critical-ink text-xs">{form.field('treatment').error}</p>}
      </div>
      {treatment === 'mitigate' && (
        <Field
          label="Level to aim for"
          {...form.field('target')}
          optional
          hint={
            <>
              It is {word(severity).toLowerCase()} now.{' '}
              {reachable < severity
                ? `With all controls verified that are planned or implemented on the asset, it would be ${word(reachable).toLowerCase()}.`
                : 'No control planned on the asset would lower it.'}{' '}
              <Link
                href={`/assets/${risk.asset.id}/safeguards`}
                className="focus-ring rounded-sm text-accent-ink underline underline-offset-2"
              >
                Plan controls
              </Link>
            </>
          }
        >
          {(control) => (
            <Select
              {...control}
              placeholder="None named"
              options={options}
              value={target === null ? '' : String(target)}
              onChange={(event) => form.set('target', event.target.value === '' ? null : Number(event.target.value))}
            />
          )}
        </Field>
      )}
    </FormDialog>
  );
}

export default TreatDialog;
