'use client';

import { Ban, Download, RefreshCw, TimerOff } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type ReactNode, useCallback, useState } from 'react';
import { PageBody, PageHeader } from '#components/layout/page-header.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button, buttonClasses } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { byteSize } from '#components/versions/byte-size.ts';
import { operationHref, request } from '#lib/client.ts';
import { isRunning, waitingKeptDays } from '#lib/exchange/imports/rules.ts';
import type { ImportOptions, ImportView } from '#lib/exchange/imports/schema.ts';
import { ColumnMapping } from './column-mapping.tsx';
import { ImportActions } from './import-actions.tsx';
import { ImportFacts } from './import-facts.tsx';
import { ImportProgress } from './import-progress.tsx';
import { ReadingOptions } from './reading-options.tsx';
import { usePolledImport } from './use-polled-import.ts';
import { counted, formatWords, importStatusLabels, listed, statusTones } from './words.ts';

/** One import at whatever point of its life it stands. `children` are its rows, drawn by the server. */
export function ImportScreen({ initial, children }: { initial: ImportView; children: ReactNode }) {
  const router = useRouter();
  const refresh = useCallback(() => router.refresh(), [router]);
  const [view, setView] = usePolledImport(initial, refresh);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  async function read(options: ImportOptions) {
    setBusy(true);
    setFailure(null);
    try {
      setView(await request('POST /imports/{id}/read', { id: view.id, ...options }));
    } catch (error) {
      setFailure(error instanceof Error ? error.message : 'The file could not be read again. Try again.');
    } finally {
      setBusy(false);
    }
  }

  const facts = [view.team.name, formatWords(view.format, view.formatVersion), byteSize(view.size), `by ${view.createdBy}`];
  return (
    <>
      <PageHeader
        title={view.fileName}
        crumbs={[{ label: 'Imports', href: '/imports' }]}
        aside={<Badge tone={statusTones[view.status]}>{importStatusLabels[view.status]}</Badge>}
        description={
          <>
            {facts.filter(Boolean).join(' · ')} · <RelativeTime value={view.createdAt} />
          </>
        }
        actions={<ImportActions view={view} onChange={setView} />}
      />
      {failure && (
        <div className="px-4 pb-3 md:px-6">
          <Callout tone="danger">{failure}</Callout>
        </div>
      )}
      <State view={view} busy={busy} onRead={read} rows={children} />
    </>
  );
}

type StateProps = { view: ImportView; busy: boolean; onRead: (options: ImportOptions) => void; rows: ReactNode };

function State({ view, busy, onRead, rows }: StateProps) {
  if (isRunning(view.status))
    return (
      <PageBody>
        {view.notice && <Callout>{view.notice}</Callout>}
        <ImportProgress view={view} />
      </PageBody>
    );
  if (view.status === 'cancelled')
    return (
      <EmptyState
        icon={<Ban />}
        title="This import was discarded"
        actions={<LinkButton href="/imports/new">Import another file</LinkButton>}
      >
        Its file and its preview are gone, and nothing of it was written.
      </EmptyState>
    );
  if (view.status === 'expired')
    return (
      <EmptyState
        icon={<TimerOff />}
        title="This import has expired"
        actions={<LinkButton href="/imports/new">Choose the file again</LinkButton>}
      >
        Nobody went on with it for {waitingKeptDays} days, so its file and its preview were dropped. Nothing of it was written.
      </EmptyState>
    );
  if (view.status === 'failed') return <Failed view={view} busy={busy} onRead={onRead} />;
  if (view.status === 'mapping' && view.csv)
    return (
      <PageBody>
        <ColumnMapping
          sample={view.csv}
          chosen={view.options.csvMapping}
          busy={busy || !view.mayGoOn}
          onRead={(csvMapping) => onRead({ csvMapping })}
        />
      </PageBody>
    );
  return (
    <>
      <div className="flex flex-col gap-3 px-4 pb-3 md:px-6">
        {view.status === 'preview' ? <Preview view={view} /> : <Result view={view} />}
      </div>
      {rows || <RowsSkeleton />}
      <div className="flex flex-col gap-5 px-4 py-6 md:px-6">
        {view.status === 'preview' && view.mayGoOn && (
          <details>
            <summary className="focus-ring w-fit rounded-sm font-semibold">How the file is read</summary>
            <div className="mt-4 flex flex-col gap-8">
              {view.csv && (
                <ColumnMapping
                  sample={view.csv}
                  chosen={view.options.csvMapping}
                  busy={busy}
                  onRead={(csvMapping) => onRead({ csvMapping })}
                />
              )}
              <ReadingOptions view={view} busy={busy} onRead={onRead} />
            </div>
          </details>
        )}
        {view.notes.length > 0 && (
          <details open={view.status === 'preview'}>
            <summary className="focus-ring w-fit rounded-sm font-semibold">
              {counted(view.notes.length, 'remark', 'remarks')} on the file
            </summary>
            <ul className="mt-2 flex max-w-[90ch] list-disc flex-col gap-1 pl-5 text-muted text-sm [overflow-wrap:anywhere]">
              {view.notes.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          </details>
        )}
        <ImportFacts importId={view.id} />
      </div>
    </>
  );
}

/** While the page fetches the rows of a job that has just ended. */
function RowsSkeleton() {
  return (
    <div className="flex flex-col gap-2 border-t px-4 py-4 md:px-6" aria-hidden="true">
      {['a', 'b', 'c', 'd'].map((row) => (
        <Skeleton key={row} className="h-9" />
      ))}
    </div>
  );
}

function Preview({ view }: { view: ImportView }) {
  const { counts } = view;
  if (!counts) return null;
  const { rows, versions, relations } = counts;
  const writes = listed([
    rows.create > 0 && `register ${counted(rows.create, 'asset', 'assets')}`,
    rows.update > 0 && `change ${counted(rows.update, 'asset', 'assets')}`,
    versions.create > 0 && `register ${counted(versions.create, 'version', 'versions')}`,
    relations.create > 0 && `record ${counted(relations.create, 'relation', 'relations')}`,
  ]);
  const refused = listed([
    versions.rejected > 0 && counted(versions.rejected, 'version', 'versions'),
    relations.rejected > 0 && counted(relations.rejected, 'relation', 'relations'),
  ]);
  return (
    <>
      {view.notice && <Callout tone="warning">{view.notice}</Callout>}
      <p className="text-sm">
        {writes
          ? `Nothing is written yet. Applying would ${writes}.`
          : rows.unchanged > 0
            ? 'What this file tells is in the inventory as it is: there is nothing to apply.'
            : 'There is nothing to apply.'}
        {refused && ` Refused: ${refused}; the reasons stand under Remarks.`}
      </p>
      <RejectedLink view={view} />
    </>
  );
}

function RejectedLink({ view }: { view: ImportView }) {
  const { counts } = view;
  if (!counts || counts.rows.rejected + counts.versions.rejected + counts.relations.rejected === 0) return null;
  return (
    <p>
      <a href={operationHref('GET /imports/{id}/rejected.csv', { id: view.id })} download className={buttonClasses('secondary', 'sm')}>
        <Download aria-hidden="true" />
        Download what was rejected
      </a>
    </p>
  );
}

function Result({ view }: { view: ImportView }) {
  const { applied } = view;
  if (!applied) return null;
  const done = listed([
    applied.created > 0 && `${counted(applied.created, 'asset', 'assets')} registered`,
    applied.edited > 0 && `${counted(applied.edited, 'asset', 'assets')} changed`,
    applied.versions > 0 && `${counted(applied.versions, 'version', 'versions')} registered`,
    applied.relations > 0 && `${counted(applied.relations, 'relation', 'relations')} recorded`,
  ]);
  return (
    <>
      <p className="text-sm" role="status">
        {done ? `Done: ${done}.` : 'Done: the inventory was so already, and nothing was changed.'}
        {applied.refusedRelations > 0 &&
          ` ${counted(applied.refusedRelations, 'relation was', 'relations were')} refused, because they would close a circle.`}
      </p>
      <div className="flex flex-wrap gap-2">
        <LinkButton href={`/assets?team=${encodeURIComponent(view.team.key)}&sort=-changed`} size="sm">
          See the assets of {view.team.name}
        </LinkButton>
        <RejectedLink view={view} />
      </div>
    </>
  );
}

function Failed({ view, busy, onRead }: Omit<StateProps, 'rows'>) {
  return (
    <PageBody>
      <Callout
        tone="danger"
        title="This file could not be imported"
        actions={
          <>
            {view.mayGoOn && view.retryHelps && (
              <Button busy={busy} icon={<RefreshCw aria-hidden="true" />} onClick={() => onRead({})}>
                Try again
              </Button>
            )}
            <LinkButton href="/imports/new">Choose another file</LinkButton>
          </>
        }
      >
        <p className="[overflow-wrap:anywhere]">{view.error}</p>
        <p className="mt-1 text-muted">
          Nothing of it was written to the inventory.
          {!view.retryHelps &&
            (view.csv
              ? ' Mend the file and choose it again, or choose below how it is read.'
              : ' Reading it once more would end the same: mend the file, or choose another.')}
        </p>
      </Callout>
      {view.csv && (
        <ColumnMapping
          sample={view.csv}
          chosen={view.options.csvMapping}
          busy={busy || !view.mayGoOn}
          onRead={(csvMapping) => onRead({ csvMapping })}
        />
      )}
    </PageBody>
  );
}
