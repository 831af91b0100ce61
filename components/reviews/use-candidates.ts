'use client';

import { useEffect, useState } from 'react';
import { readFormError } from '#components/data/form/form-error.ts';
import type { Candidates } from '#lib/reviews/assigning/schema.ts';

/** Candidates as one types a name; the last found stay while the next are looked for. `load` may change only with what it is about. */
export function useCandidates(load: ((q: string, signal: AbortSignal) => Promise<Candidates>) | null, q: string) {
  const [found, setFound] = useState<Candidates | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    if (!load) return setFound(null);
    const aborter = new AbortController();
    const timer = setTimeout(
      async () => {
        try {
          setFound(await load(q, aborter.signal));
          setFailure(null);
        } catch (thrown) {
          if (!aborter.signal.aborted) setFailure(readFormError(thrown).message);
        }
      },
      q === '' ? 0 : 150,
    );
    return () => {
      clearTimeout(timer);
      aborter.abort();
    };
  }, [load, q]);
  return { found, failure };
}
