'use client';

import { Plus, ShieldCheck } from 'lucide-react';
import { Suspense, useState } from 'react';
import { DetailBody, DetailSection } from '#components/data/detail/detail-header.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { lazily } from '#components/ui/lazily.tsx';
import type { AssetSafeguards } from '#lib/risks/safeguards/schema.ts';
import { SafeguardTable } from './safeguard-table.tsx';
import { Suggestions } from './suggestions.tsx';

const AddDialog = lazily(() => import('./add-dialog.tsx'));

/** What is done for an asset against its risks, and what nobody has considered yet. */
export function AssetSafeguardsView({ assetId, found }: { assetId: string; found: AssetSafeguards }) {
  const [adding, setAdding] = useState(false);
  const { safeguards, suggestions, may } = found;
  const add = may.edit && (
    <Button size="sm" icon={<Plus aria-hidden="true" />} onClick={() => setAdding(true)}>
      Plan a control
    </Button>
  );
  return (
    <DetailBody>
      <DetailSection title="Safeguards" actions={safeguards.length > 0 && add}>
        {safeguards.length > 0 ? (
          <SafeguardTable safeguards={safeguards} />
        ) : (
          <EmptyState icon={<ShieldCheck />} title="No safeguard yet" actions={add}>
            {suggestions.length > 0
              ? 'Below are the controls that would take most off its risks.'
              : 'A safeguard is a control of the catalogue on this asset: planned, implemented, and verified by somebody else.'}
          </EmptyState>
        )}
      </DetailSection>
      {suggestions.length > 0 && (
        <DetailSection title="Not yet considered">
          <Suggestions assetId={assetId} suggestions={suggestions} mayEdit={may.edit} />
        </DetailSection>
      )}
      {adding && (
        <Suspense fallback={null}>
          <AddDialog place={{ assetId }} without={safeguards.map(({ control }) => control)} onClose={() => setAdding(false)} />
        </Suspense>
      )}
    </DetailBody>
  );
}
