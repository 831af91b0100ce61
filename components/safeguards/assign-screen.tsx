'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { toReport } from '#components/assets/bulk-actions.tsx';
import { filterInput } from '#components/assets/list-input.ts';
import { PersonPicker, type PickedPerson } from '#components/assets/person-picker.tsx';
import { BulkReportView } from '#components/data/list/bulk-report.tsx';
import type { BulkReport } from '#components/data/list/list-definition.ts';
import type { ListState } from '#components/data/list/list-state.ts';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { showToast } from '#components/ui/toast.ts';
import { useViewerTimeZone } from '#components/ui/viewer.tsx';
import type { AssetFilterInput } from '#lib/assets/schema.ts';
import { request } from '#lib/client.ts';
import { dayEnd } from '#lib/platform/day-rules.ts';
import type { AssignmentCounts } from '#lib/risks/safeguards/bulk/schema.ts';
import { AssetFilters } from './asset-filters.tsx';
import { AssignmentPreview } from './assignment-preview.tsx';
import { ControlPicker, type PickedControl } from './control-picker.tsx';

export interface AssignScreenProps {
  control: PickedControl | null;
  /** Which assets, by the filters of their list; the address of the page holds them. */
  assets: ListState;
  names: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : 'Try again.');

/** Plans one control for many assets: which control, which assets, what it would do, and then each with its report. */
export function AssignScreen({ control: given, assets, names }: AssignScreenProps) {
  const router = useRouter();
  const timeZone = useViewerTimeZone();
  const [control, setControl] = useState(given);
  const [owner, setOwner] = useState<PickedPerson | null>();
  const [day, setDay] = useState('');
  const [counts, setCounts] = useState<AssignmentCounts | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [report, setReport] = useState<{ report: BulkReport; undone: boolean } | null>(null);
  const key = control?.key;
  // As a text, so that the page being fetched anew asks nothing anew.
  const filter = JSON.stringify(filterInput(assets));

  useEffect(() => {
    setCounts(null);
    setFailure(null);
    if (!key || report) return;
    const aborter = new AbortController();
    request(
      'POST /safeguards/assign/preview',
      { control: key, filter: JSON.parse(filter) as AssetFilterInput },
      { signal: aborter.signal },
    ).then(setCounts, (error: unknown) => !aborter.signal.aborted && setFailure(reasonOf(error)));
    return () => aborter.abort();
  }, [key, filter, report]);

  async function assign() {
    if (!key || !counts) return;
    setBusy(true);
    setFailure(null);
    try {
      const done = toReport(
        await request('POST /safeguards/assign', {
          control: key,
          ids: counts.ids,
          ownerId: owner?.id ?? null,
          dueAt: day ? dayEnd(day, timeZone) : null,
        }),
      );
      setReport({ report: done, undone: false });
    } catch (error) {
      setFailure(reasonOf(error));
    } finally {
      setBusy(false);
    }
  }

  async function undo(operationId: string) {
    setBusy(true);
    try {
      const undone = toReport(await request('POST /safeguards/bulk/{operationId}/undo', { operationId }));
      setReport({ report: undone, undone: true });
      showToast(`Taken away from ${undone.done} ${undone.done === 1 ? 'asset' : 'assets'} again.`, { tone: 'good' });
    } catch (error) {
      showToast('It could not be undone.', { tone: 'danger', detail: reasonOf(error) });
    } finally {
      setBusy(false);
    }
  }

  if (report) {
    const { operationId, undoUntil, done } = report.report;
    return (
      <div className="flex max-w-2xl flex-col gap-4">
        {!report.undone && (
          <Callout title={`${control?.name ?? 'The control'} is planned for ${done} ${done === 1 ? 'asset' : 'assets'}`}>
            Implement it on each, or let them follow what their team offers.
          </Callout>
        )}
        {(report.undone || report.report.failures.length > 0) && (
          <BulkReportView report={report.report} definition={{ one: 'asset', many: 'assets' }} undone={report.undone} />
        )}
        <div className="flex flex-wrap gap-2">
          {!report.undone && operationId && undoUntil && (
            <Button busy={busy} onClick={() => undo(operationId)}>
              Undo
            </Button>
          )}
          <Button onClick={() => setReport(null)}>Assign another</Button>
          <LinkButton variant="primary" href={`/safeguards?control=${key}`}>
            Show them
          </LinkButton>
        </div>
      </div>
    );
  }

  return (
    <div className="flex max-w-2xl flex-col gap-5">
      <Field label="Control" hint={control?.summary}>
        {(field) => (
          <ControlPicker
            control={field}
            value={control}
            onChange={(next) => {
              setControl(next);
              const query = new URLSearchParams(window.location.search);
              if (next) query.set('control', next.key);
              router.replace(`/safeguards/assign?${query}`, { scroll: false });
            }}
          />
        )}
      </Field>
      <AssetFilters state={assets} names={names} />
      <div className="grid gap-5 sm:grid-cols-2">
        <Field label="Owner" optional hint="Who answers for it on each of them.">
          {(field) => <PersonPicker control={field} label="Owner" value={owner} onChange={setOwner} />}
        </Field>
        <Field label="Due" optional hint="To the end of that day.">
          {(field) => <Input {...field} type="date" value={day} onChange={(event) => setDay(event.target.value)} />}
        </Field>
      </div>
      {failure && <Callout tone="danger">{failure}</Callout>}
      <AssignmentPreview control={control?.name ?? null} counts={counts} waiting={key !== undefined && !counts && !failure} />
      <div className="flex gap-2">
        <Button variant="primary" busy={busy} disabled={!counts || counts.planned === 0} onClick={assign}>
          {counts && counts.planned > 0 ? `Plan it for ${counts.planned} ${counts.planned === 1 ? 'asset' : 'assets'}` : 'Plan it'}
        </Button>
        <LinkButton href="/safeguards">Cancel</LinkButton>
      </div>
    </div>
  );
}
