'use client';

import { useState } from 'react';
import { PersonPicker, type PickedPerson } from '#components/assets/person-picker.tsx';
import type { BulkFormProps } from '#components/data/list/list-definition.ts';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { RadioGroup } from '#components/ui/radio-group.tsx';
import { Select } from '#components/ui/select.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { levelLabels } from '#lib/assets/rules.ts';
import {
  impactLabels,
  levelOfSeverity,
  likelihoodLabels,
  shortestReason,
  treatmentLabels,
  treatmentMeanings,
  treatments,
} from '#lib/risks/register/rules.ts';
import type { ListedRisk } from './risk-definition.tsx';

type Props = BulkFormProps<ListedRisk>;

const valueOptions = (labels: Record<number, string>) => Object.entries(labels).map(([value, label]) => ({ value, label }));

export function AssessForm({ values, setValue }: Props) {
  const byHand = values['how'] === 'by-hand';
  return (
    <>
      <RadioGroup
        name="how"
        legend="Values"
        value={String(values['how'])}
        onChange={(how) => setValue('how', how)}
        options={[
          {
            value: 'computed',
            label: 'Confirm the computed values',
            hint: 'Each risk keeps what the threat, its asset and its safeguards give. Values set by hand before are dropped.',
          },
          { value: 'by-hand', label: 'Set the same values for all', hint: 'With one reason, which stands with each of them.' },
        ]}
      />
      {byHand && (
        <>
          <div className="grid gap-4 sm:grid-cols-2">
            <ValueField name="likelihood" label="Likelihood" labels={likelihoodLabels} values={values} setValue={setValue} />
            <ValueField name="impact" label="Impact" labels={impactLabels} values={values} setValue={setValue} />
          </div>
          <Field
            label="Reason"
            name="reason"
            hint={`At least ${shortestReason} characters: why all of these differ from what is computed.`}
          >
            {(control) => (
              <Textarea
                {...control}
                rows={3}
                value={String(values['reason'] ?? '')}
                onChange={(event) => setValue('reason', event.target.value)}
              />
            )}
          </Field>
        </>
      )}
    </>
  );
}

type ValueProps = Pick<Props, 'values' | 'setValue'> & { name: string; label: string; labels: Record<number, string> };

function ValueField({ name, label, labels, values, setValue }: ValueProps) {
  return (
    <Field label={label} name={name}>
      {(control) => (
        <Select
          {...control}
          placeholder="As computed"
          options={valueOptions(labels)}
          value={String(values[name] ?? '')}
          onChange={(event) => setValue(name, event.target.value ? Number(event.target.value) : null)}
        />
      )}
    </Field>
  );
}

export function OwnerForm({ setValue }: Props) {
  const [person, setPerson] = useState<PickedPerson | null>();
  return (
    <Field
      label="New owner"
      name="ownerId"
      hint="Whoever it is sees to it that the risk is treated. Nobody is possible, and counts as a gap."
    >
      {(control) => (
        <PersonPicker
          control={control}
          label="New owner"
          value={person}
          onChange={(next) => {
            setPerson(next);
            setValue('ownerId', next?.id ?? null);
          }}
        />
      )}
    </Field>
  );
}

export function DueForm({ values, setValue }: Props) {
  return (
    <Field label="Due date" name="dueAt" hint="The end of that day, in your time zone. Leave it empty to take the dates away.">
      {(control) => (
        <Input {...control} type="date" value={String(values['day'] ?? '')} onChange={(event) => setValue('day', event.target.value)} />
      )}
    </Field>
  );
}

export function TreatmentForm({ values, setValue }: Props) {
  return (
    <>
      <RadioGroup
        name="treatment"
        legend="Treatment"
        value={typeof values['treatment'] === 'string' ? values['treatment'] : null}
        onChange={(treatment) => setValue('treatment', treatment)}
        options={treatments.map((value) => ({ value, label: treatmentLabels[value], hint: treatmentMeanings[value] }))}
      />
      {values['treatment'] === 'mitigate' && (
        <Field
          label="Level to aim for"
          name="target"
          optional
          hint="A risk whose planned and implemented controls would not reach it is left as it is, and reported."
        >
          {(control) => (
            <Select
              {...control}
              placeholder="None named"
              options={[1, 2, 3].map((severity) => ({ value: String(severity), label: levelLabels[levelOfSeverity(severity)] }))}
              value={String(values['target'] ?? '')}
              onChange={(event) => setValue('target', event.target.value ? Number(event.target.value) : null)}
            />
          )}
        </Field>
      )}
    </>
  );
}
