'use client';

import { type ReactNode, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { ProgressBar } from '#components/ui/progress-bar.tsx';
import { showToast } from '#components/ui/toast.ts';
import { BulkReportView } from './bulk-report.tsx';
import type { BulkAction, BulkReport, BulkValues, ListRow } from './list-definition.ts';
import { offerUndo } from './undo-offer.ts';

/** A bulk action bound to the rows it shall change. */
export interface BoundBulkAction
  extends Pick<
    BulkAction<ListRow>,
    'id' | 'icon' | 'label' | 'danger' | 'title' | 'description' | 'confirmLabel' | 'initial' | 'ready' | 'undo'
  > {
  count: number;
  form: (values: BulkValues, setValue: (name: string, value: unknown) => void) => ReactNode;
  run: (values: BulkValues, onProgress: (share: number) => void) => Promise<BulkReport>;
}

export interface BulkDialogProps {
  definition: { path: string; one: string; many: string };
  action: BoundBulkAction;
  onClose: () => void;
  onChanged: () => void;
  /** Called once everything was done and nothing failed. */
  onDone: () => void;
}

type Phase =
  | { kind: 'form'; failure?: string }
  | { kind: 'running'; share?: number }
  | { kind: 'report'; report: BulkReport; undone?: boolean; failure?: string };

const messageOf = (error: unknown) => (error instanceof Error ? error.message : 'It could not be done. Try again.');

/** Asks, does, and reports row by row; what was done can be undone here, from the toast, and under the list for as long as the server allows. */
export function BulkDialog({ definition, action, onClose, onChanged, onDone }: BulkDialogProps) {
  const [values, setValues] = useState<BulkValues>(action.initial ?? {});
  const [phase, setPhase] = useState<Phase>({ kind: 'form' });
  const noun = action.count === 1 ? definition.one : definition.many;
  const ready = action.ready?.(values) ?? true;

  function undoOf(report: BulkReport): (() => Promise<BulkReport>) | null {
    const { undo } = action;
    const { operationId, undoUntil } = report;
    if (!undo || !operationId || !undoUntil || Date.parse(undoUntil) < Date.now()) return null;
    return () => undo(operationId);
  }

  const rowsOf = (report: BulkReport) => `${report.done} ${report.done === 1 ? definition.one : definition.many}`;

  /** Under the list it stands longer than any toast. */
  function offer(report: BulkReport, undo: () => Promise<BulkReport>) {
    const until = Date.parse(report.undoUntil ?? '');
    offerUndo({ path: definition.path, label: `${action.label}: ${rowsOf(report)}`, until, run: () => undoLater(undo) });
  }

  async function undoLater(undo: () => Promise<BulkReport>) {
    offerUndo(null);
    try {
      const report = await undo();
      onChanged();
      showToast(`Undone for ${rowsOf(report)}.`, {
        detail: report.failures.length > 0 ? `${report.failures.length} could not be put back.` : undefined,
      });
    } catch (error) {
      showToast('It could not be undone.', { tone: 'danger', detail: messageOf(error) });
    }
  }

  async function run() {
    setPhase({ kind: 'running' });
    try {
      const report = await action.run(values, (share) => setPhase({ kind: 'running', share }));
      onChanged();
      const undo = undoOf(report);
      if (undo) offer(report, undo);
      if (report.failures.length > 0) return setPhase({ kind: 'report', report });
      showToast(`${action.label}: ${rowsOf(report)} changed.`, {
        tone: 'good',
        detail: report.unchanged ? `${report.unchanged} ${report.unchanged === 1 ? 'was' : 'were'} so already.` : undefined,
        action: undo ? { label: 'Undo', run: () => undoLater(undo) } : undefined,
      });
      onDone();
      onClose();
    } catch (error) {
      setPhase({ kind: 'form', failure: messageOf(error) });
    }
  }

  async function undoHere(report: BulkReport, undo: () => Promise<BulkReport>) {
    setPhase({ kind: 'running' });
    offerUndo(null);
    try {
      setPhase({ kind: 'report', report: await undo(), undone: true });
      onChanged();
    } catch (error) {
      setPhase({ kind: 'report', report, failure: messageOf(error) });
    }
  }

  const undo = phase.kind === 'report' && !phase.undone ? undoOf(phase.report) : null;
  return (
    <Dialog
      open
      onOpenChange={() => {
        if (phase.kind !== 'running') onClose();
      }}
      title={action.title(action.count)}
      description={phase.kind === 'form' ? action.description : undefined}
      footer={
        phase.kind === 'report' ? (
          <>
            {undo && <Button onClick={() => undoHere(phase.report, undo)}>Undo what was done</Button>}
            <Button variant="primary" onClick={onClose}>
              Close
            </Button>
          </>
        ) : (
          <>
            <Button onClick={onClose} disabled={phase.kind === 'running'}>
              Cancel
            </Button>
            <Button variant={action.danger ? 'danger' : 'primary'} busy={phase.kind === 'running'} disabled={!ready} onClick={run}>
              {action.confirmLabel} {action.count} {noun}
            </Button>
          </>
        )
      }
    >
      {phase.kind === 'report' ? (
        <BulkReportView report={phase.report} definition={definition} undone={phase.undone} failure={phase.failure} />
      ) : (
        <div className="flex flex-col gap-4">
          {phase.kind === 'form' && phase.failure && (
            <Callout tone="danger" title="Nothing was changed">
              {phase.failure}
            </Callout>
          )}
          <fieldset disabled={phase.kind === 'running'} className="contents">
            {action.form(values, (name, value) => setValues((current) => ({ ...current, [name]: value })))}
          </fieldset>
          {phase.kind === 'running' && <ProgressBar label={action.label} value={phase.share} />}
        </div>
      )}
    </Dialog>
  );
}

export default BulkDialog;
