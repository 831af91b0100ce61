'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { request } from '#lib/client.ts';
import type { ImportView } from '#lib/exchange/imports/schema.ts';
import { counted, writesSomething } from './words.ts';

export interface ImportActionsProps {
  view: ImportView;
  onChange: (view: ImportView) => void;
}

/** Apply and discard, each asked once more with what it does. */
export function ImportActions({ view, onChange }: ImportActionsProps) {
  const [asking, setAsking] = useState<'apply' | 'discard' | null>(null);
  if (!view.mayGoOn || view.status === 'applying') return null;
  const { counts } = view;
  const applicable = view.status === 'preview' && counts !== null;
  return (
    <>
      <Button onClick={() => setAsking('discard')}>Discard</Button>
      {applicable && (
        <Button variant="primary" onClick={() => setAsking('apply')} disabled={!writesSomething(counts)}>
          Apply
        </Button>
      )}
      {counts && (
        <ConfirmDialog
          open={asking === 'apply'}
          onOpenChange={(open) => !open && setAsking(null)}
          title={`Apply this import to ${view.team.name}?`}
          confirmLabel="Apply"
          onConfirm={async () => onChange(await request('POST /imports/{id}/apply', { id: view.id }))}
        >
          <ApplySummary counts={counts} />
        </ConfirmDialog>
      )}
      <ConfirmDialog
        open={asking === 'discard'}
        onOpenChange={(open) => !open && setAsking(null)}
        title="Discard this import?"
        confirmLabel="Discard"
        danger
        onConfirm={async () => onChange(await request('POST /imports/{id}/discard', { id: view.id }))}
      >
        <p>The file and its preview are dropped. Nothing of it was written to the inventory.</p>
      </ConfirmDialog>
    </>
  );
}

function ApplySummary({ counts }: { counts: NonNullable<ImportView['counts']> }) {
  const { rows, versions, relations, undecided, skipped } = counts;
  const lines = [
    rows.create > 0 && `${counted(rows.create, 'asset is', 'assets are')} registered`,
    rows.update > 0 && `${counted(rows.update, 'asset is', 'assets are')} changed`,
    versions.create > 0 && `${counted(versions.create, 'version is', 'versions are')} registered`,
    relations.create > 0 && `${counted(relations.create, 'relation is', 'relations are')} recorded`,
    rows.rejected > 0 && `${counted(rows.rejected, 'row is', 'rows are')} rejected and left out`,
    skipped > 0 && `${counted(skipped, 'row is', 'rows are')} skipped, as you decided`,
    undecided > 0 && `${counted(undecided, 'possible duplicate', 'possible duplicates')} nobody decided on: kept as new`,
  ].filter((line) => line !== false);
  return (
    <>
      <ul className="list-disc pl-5">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p>All of it is written at once, or nothing.</p>
    </>
  );
}
