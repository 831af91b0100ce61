/** What the parts of one page share: title, header and body read it once. */
import { call } from '@orpc/server';
import { cache } from 'react';
import { missing, pageContext } from '#lib/access/request.ts';
import { safeguardOperations } from './procedures.ts';
import type { Safeguard } from './schema.ts';

/** The safeguard of this page; where there is none that the actor may read, the not-found page. */
export const pageSafeguard = cache(
  async (id: string): Promise<Safeguard> => call(safeguardOperations.get, { id }, { context: await pageContext() }).catch(missing),
);
