import type { MadeToken, NewToken } from '#lib/access/tokens/schema.ts';
import { request } from '#lib/client.ts';

/** What is done with tokens, whoever they belong to. */
export interface TokenCalls {
  make(wanted: NewToken): Promise<MadeToken>;
  rotate(tokenId: string, days: number): Promise<MadeToken>;
  revoke(tokenId: string): Promise<void>;
}

/** The calls for one's own tokens, or for those of a service account. */
export function tokenCalls(serviceAccountId: string | null): TokenCalls {
  if (serviceAccountId === null)
    return {
      make: (wanted) => request('POST /account/tokens', wanted),
      rotate: (id, days) => request('POST /account/tokens/{id}/rotate', { id, days }),
      revoke: (id) => request('DELETE /account/tokens/{id}', { id }),
    };
  const id = serviceAccountId;
  return {
    make: (wanted) => request('POST /service-accounts/{id}/tokens', { id, ...wanted }),
    rotate: (tokenId, days) => request('POST /service-accounts/{id}/tokens/{tokenId}/rotate', { id, tokenId, days }),
    revoke: (tokenId) => request('DELETE /service-accounts/{id}/tokens/{tokenId}', { id, tokenId }),
  };
}
