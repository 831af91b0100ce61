'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';
import { type Kind, kindLabels, kinds } from '#lib/assets/rules.ts';
import type { CsvMappingInput, CsvSample } from '#lib/exchange/imports/schema.ts';
import { type CsvTarget, csvFields, csvHeaders, missingInMapping } from '#lib/exchange/rules.ts';

export interface ColumnMappingProps {
  sample: CsvSample;
  /** What was chosen before; without it the guess stands. */
  chosen: CsvMappingInput | null;
  busy: boolean;
  onRead: (mapping: CsvMappingInput) => void;
}

const targets = [
  { value: 'ignore', label: 'Leave out' },
  ...csvFields.map((field) => ({ value: field, label: csvHeaders[field] })),
  { value: 'metadata', label: 'Keep as a fact of the version' },
];

/** Columns that narrow screens do without: the choice must be seen. */
const besides = ['First values', 'Why'];

/** Which column tells what: guessed from names and values, changed by the person, remembered for the next file with these columns. */
export function ColumnMapping({ sample, chosen, busy, onRead }: ColumnMappingProps) {
  const [columns, setColumns] = useState(() =>
    (chosen?.columns ?? sample.guesses).map(({ header, target }, position) => ({ header, target, position })),
  );
  const [kind, setKind] = useState<Kind | ''>(chosen?.defaults.kind ?? '');
  const told = columns.map(({ header, target }) => ({ header, target }));
  const mapping = { delimiter: sample.delimiter, columns: told, defaults: kind ? { kind } : {} };
  const missing = missingInMapping(mapping);
  const doubled = csvFields.find((field) => columns.filter((column) => column.target === field).length > 1);
  const hasKind = columns.some((column) => column.target === 'kind');
  const firstValues = (at: number) => {
    const values = sample.rows.map((row) => row[at]?.trim()).filter(Boolean);
    return values.slice(0, 3).join(' · ') || '–';
  };
  return (
    <section aria-labelledby="columns-title" className="flex flex-col gap-4">
      <div>
        <h2 id="columns-title" className="font-semibold">
          What the columns tell
        </h2>
        <p className="max-w-[72ch] text-muted text-sm">
          Guessed from the names and the first rows. What you choose is remembered for files with the same columns.
        </p>
      </div>
      <div className="relative overflow-x-auto">
        <table className="w-full text-left text-sm">
          <thead>
            <tr className="border-b text-muted text-xs">
              {['Column', 'First values', 'Tells', 'Why'].map((header) => (
                <th key={header} scope="col" className={classNames('py-2 pr-6 font-medium', besides.includes(header) && 'max-md:hidden')}>
                  {header}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {columns.map((column) => {
              const at = column.position;
              const guess = sample.guesses[at];
              const label = column.header || `Column ${at + 1}`;
              return (
                <tr key={at} className="border-b align-baseline">
                  <th scope="row" className="max-w-60 truncate py-2 pr-6 font-medium max-md:max-w-32" title={column.header}>
                    {label}
                    <span className="block truncate font-normal text-muted text-xs md:hidden">{firstValues(at)}</span>
                  </th>
                  <td className="max-w-80 truncate py-2 pr-6 text-muted max-md:hidden">{firstValues(at)}</td>
                  <td className="min-w-52 py-1.5 md:pr-6">
                    <Select
                      aria-label={`What "${label}" tells`}
                      options={targets}
                      value={column.target}
                      disabled={busy}
                      onChange={(event) => {
                        const target = event.target.value as CsvTarget;
                        setColumns(columns.map((each) => (each.position === at ? { ...each, target } : each)));
                      }}
                    />
                  </td>
                  <td className="py-2 text-muted text-xs max-md:hidden">
                    {column.target === guess?.target ? guess.why : 'Chosen by you.'}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {!hasKind && (
        <Field label="Kind of every row" className="max-w-xs" hint="No column tells the kind, so it is the same for all.">
          {(control) => (
            <Select
              {...control}
              placeholder="Choose a kind"
              value={kind}
              onChange={(event) => setKind(kinds.find((each) => each === event.target.value) ?? '')}
              options={kinds.map((each) => ({ value: each, label: kindLabels[each] }))}
            />
          )}
        </Field>
      )}
      {doubled && <Callout tone="warning">Two columns are chosen for “{csvHeaders[doubled]}”. Leave one of them out.</Callout>}
      {missing.length > 0 && (
        <Callout>Still to choose: {missing.map((field) => (field === 'kind' ? 'the kind' : 'a name or a key')).join(' and ')}.</Callout>
      )}
      <div>
        <Button variant="primary" busy={busy} disabled={missing.length > 0 || doubled !== undefined} onClick={() => onRead(mapping)}>
          Read the file
        </Button>
      </div>
    </section>
  );
}
