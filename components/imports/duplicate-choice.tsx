'use client';

import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { Link } from '#components/ui/link.tsx';
import { RadioGroup } from '#components/ui/radio-group.tsx';
import { request } from '#lib/client.ts';
import { duplicateLabels } from '#lib/exchange/imports/rules.ts';
import type { ImportRowView } from '#lib/exchange/imports/schema.ts';

/** Assets that may be the same as a new row: merge with one of them, keep the row as an asset of its own, or skip it. */
export function DuplicateChoice({ importId, row, deciding }: { importId: string; row: ImportRowView; deciding: boolean }) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const chosen = row.decision === 'merge' ? `merge:${row.mergeWith}` : row.decision;
  const [value, setValue] = useState(chosen);
  const [failure, setFailure] = useState<string | null>(null);

  async function decide(next: string) {
    setValue(next);
    setFailure(null);
    const [decision, mergeWith] = next.split(':') as ['merge' | 'keep' | 'skip', string | undefined];
    try {
      await request('POST /imports/{id}/decisions', { id: importId, seq: row.seq, decision, ...(mergeWith && { mergeWith }) });
      startTransition(() => router.refresh());
    } catch (error) {
      setValue(chosen);
      setFailure(error instanceof Error ? error.message : 'That could not be saved. Try again.');
    }
  }

  const options = [
    ...row.duplicates.map((other) => ({
      value: `merge:${other.id}`,
      label: (
        <>
          Merge with{' '}
          <Link href={`/assets/${other.id}`} target="_blank" className="focus-ring rounded-sm underline underline-offset-2">
            {other.name}
          </Link>{' '}
          <span className="text-muted">({duplicateLabels[other.why]})</span>
        </>
      ),
      disabled: !deciding || pending,
    })),
    { value: 'keep', label: 'Keep as an asset of its own', disabled: !deciding || pending },
    { value: 'skip', label: 'Skip this row', disabled: !deciding || pending },
  ];
  return (
    <div className="mt-1 rounded-md bg-sunken px-3 py-2">
      <RadioGroup
        name={`row-${row.seq}`}
        legend="May be the same as"
        options={options}
        value={value}
        onChange={(next) => void decide(next)}
      />
      {failure && (
        <p role="alert" className="mt-1 text-critical-ink text-xs">
          {failure}
        </p>
      )}
    </div>
  );
}
