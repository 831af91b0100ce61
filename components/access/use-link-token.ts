import { useEffect, useState } from 'react';
import type { LinkPurpose } from '#lib/access/links/rules.ts';
import type { LinkState } from '#lib/access/links/schema.ts';
import { RequestError, request } from '#lib/client.ts';

export type LookedAt = { state: 'looking' | 'none' } | { state: 'failed'; message: string } | (LinkState & { token: string });

/** The token behind "#" of this page's address, which no server saw, and how its link stands. `none` where the address has none. */
export function useLinkToken(purpose: LinkPurpose): LookedAt {
  const [looked, setLooked] = useState<LookedAt>({ state: 'looking' });
  useEffect(() => {
    const token = window.location.hash.slice(1);
    if (!token) return setLooked({ state: 'none' });
    const aborter = new AbortController();
    request('POST /links/look', { purpose, token }, { signal: aborter.signal }).then(
      (link) => setLooked({ ...link, token }),
      (error: unknown) => {
        if (aborter.signal.aborted) return;
        setLooked({ state: 'failed', message: error instanceof RequestError ? error.message : 'Load the page again.' });
      },
    );
    return () => aborter.abort();
  }, [purpose]);
  return looked;
}
