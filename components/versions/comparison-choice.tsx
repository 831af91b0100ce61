'use client';

import { ArrowLeftRight } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { Field } from '#components/ui/field.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Select } from '#components/ui/select.tsx';

export interface ComparisonChoiceProps {
  path: string;
  options: readonly { value: string; label: string }[];
  from: string;
  to: string;
}

/** Which two versions are compared; the address says it, so that it can be shared. */
export function ComparisonChoice({ path, options, from, to }: ComparisonChoiceProps) {
  const router = useRouter();
  const go = (one: string, other: string) => router.replace(`${path}?from=${one}&to=${other}`, { scroll: false });
  return (
    <div className="mb-5 flex flex-wrap items-end gap-2" data-print="hide">
      <Field label="From" className="w-56">
        {(control) => <Select {...control} options={options} value={from} onChange={(event) => go(event.target.value, to)} />}
      </Field>
      <IconButton label="Swap" size="md" onClick={() => go(to, from)}>
        <ArrowLeftRight aria-hidden="true" />
      </IconButton>
      <Field label="To" className="w-56">
        {(control) => <Select {...control} options={options} value={to} onChange={(event) => go(from, event.target.value)} />}
      </Field>
    </div>
  );
}
