'use client';

import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import type { Permission } from '#lib/access/permissions.ts';
import type { Token } from '#lib/access/tokens/schema.ts';
import { NewTokenDialog } from './new-token-dialog.tsx';
import { TokenList } from './token-list.tsx';

export interface TokenSectionProps {
  tokens: readonly Token[];
  serviceAccountId: string | null;
  grantable: readonly Permission[];
  why: string;
  description: string;
  /** What stands where there is no token yet. */
  empty: string;
  readOnly?: boolean;
}

/** The tokens of one owner and the way to a new one. */
export function TokenSection({ tokens, serviceAccountId, grantable, why, description, empty, readOnly }: TokenSectionProps) {
  const [making, setMaking] = useState(false);
  const make = (
    <Button variant="primary" icon={<Plus aria-hidden="true" />} onClick={() => setMaking(true)} disabled={grantable.length === 0}>
      New token
    </Button>
  );
  return (
    <section aria-labelledby="tokens-title">
      <div className="mb-4 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <div>
          <h2 id="tokens-title" className="font-semibold">
            Tokens
          </h2>
          <p className="mt-1 max-w-[72ch] text-muted text-sm">{description}</p>
        </div>
        {!readOnly && tokens.length > 0 && make}
      </div>
      {tokens.length === 0 ? (
        <div className="rounded-md ring-1 ring-line ring-inset">
          <EmptyState icon={<KeyRound />} title="No token yet" actions={readOnly ? undefined : make}>
            {empty}
          </EmptyState>
        </div>
      ) : (
        <TokenList tokens={tokens} serviceAccountId={serviceAccountId} readOnly={readOnly} />
      )}
      <NewTokenDialog open={making} onOpenChange={setMaking} serviceAccountId={serviceAccountId} grantable={grantable} why={why} />
    </section>
  );
}
