'use client';

import { useEffect, useState } from 'react';
import { request } from '#lib/client.ts';

/** The names of people by id, as far as this page has seen them. */
export type KnownNames = Readonly<Record<string, string>>;

/** The name of a person: of those known, else asked of the server. Null while on its way, and for nobody. */
export function useOwnerName(id: string | null, known: KnownNames): string | null {
  const [asked, setAsked] = useState<KnownNames>({});
  const name = id === null ? null : (known[id] ?? asked[id] ?? null);
  useEffect(() => {
    if (id === null || name !== null) return;
    const aborter = new AbortController();
    request('GET /assets/filter-names', { owner: id }, { signal: aborter.signal }).then(
      ({ owner }) => setAsked((last) => ({ ...last, [id]: owner[id] ?? 'Somebody' })),
      () => !aborter.signal.aborted && setAsked((last) => ({ ...last, [id]: 'Somebody' })),
    );
    return () => aborter.abort();
  }, [id, name]);
  return name;
}
