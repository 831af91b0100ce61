/** What the parts of one page about a risk share: title, header and body read it once. */
import { call } from '@orpc/server';
import { cache } from 'react';
import { missing, pageContext } from '#lib/access/request.ts';
import type { Risk } from './page/schema.ts';
import { riskOperations } from './procedures.ts';

/** The risk of this page; where there is none that the actor may read, the not-found page. */
export const pageRisk = cache(
  async (id: string): Promise<Risk> => call(riskOperations.get, { id }, { context: await pageContext() }).catch(missing),
);
