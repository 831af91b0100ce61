'use client';

import { useState } from 'react';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { FactTree } from '#components/versions/fact-tree.tsx';
import { request } from '#lib/client.ts';

/** What the file says of itself and belongs to none of its rows; asked for when it is opened. */
export function ImportFacts({ importId }: { importId: string }) {
  const [facts, setFacts] = useState<Record<string, unknown> | null>(null);
  const [failed, setFailed] = useState(false);
  async function load() {
    setFailed(false);
    await request('GET /imports/{id}/facts', { id: importId }).then(
      (answer) => setFacts(answer.facts),
      () => setFailed(true),
    );
  }
  return (
    <details onToggle={(event) => event.currentTarget.open && facts === null && void load()} className="group">
      <summary className="focus-ring w-fit rounded-sm font-semibold">What the file says of itself</summary>
      <div className="mt-3 text-sm">
        {failed && <ErrorState onRetry={() => void load()} />}
        {!failed && facts === null && <Skeleton className="h-24" />}
        {facts && (Object.keys(facts).length > 0 ? <FactTree facts={facts} /> : <p className="text-muted">Nothing beside its rows.</p>)}
      </div>
    </details>
  );
}
