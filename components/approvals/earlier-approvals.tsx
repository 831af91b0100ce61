'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { showToast } from '#components/ui/toast.ts';
import { request } from '#lib/client.ts';
import type { Approval } from '#lib/reviews/approvals/schema.ts';
import { ApprovalList } from './approval-list.tsx';

export interface EarlierApprovalsProps {
  assetId: string;
  /** Superseded ones of the first page. */
  rows: readonly Approval[];
  next: string | null;
}

/** What others took the place of, and older pages, when somebody asks for them. */
export function EarlierApprovals({ assetId, rows, next }: EarlierApprovalsProps) {
  const [state, setState] = useState({ rows, next, open: false, loading: false });
  if (rows.length === 0 && next === null) return null;
  async function show(): Promise<void> {
    if (!state.open && (rows.length > 0 || state.next === null)) return setState({ ...state, open: true });
    setState({ ...state, loading: true });
    try {
      const page = await request('GET /assets/{id}/approvals', { id: assetId, ...(state.next && { after: state.next }) });
      setState({ rows: [...state.rows, ...page.rows], next: page.next, open: true, loading: false });
    } catch (error) {
      setState({ ...state, loading: false });
      showToast(error instanceof Error ? error.message : 'The approvals could not be loaded. Try again.', { tone: 'danger' });
    }
  }
  return (
    <div className="mt-3 flex flex-col items-start gap-3">
      {state.open && state.rows.length > 0 && (
        <div className="w-full">
          <ApprovalList assetId={assetId} rows={state.rows} />
        </div>
      )}
      {(!state.open || state.next !== null) && (
        <Button size="sm" variant="quiet" onClick={show} disabled={state.loading}>
          Show earlier approvals
        </Button>
      )}
    </div>
  );
}
