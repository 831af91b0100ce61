/** What the parts of one page about an asset share of its signals: the badge in the head and the section read them once. */
import { call } from '@orpc/server';
import { cache } from 'react';
import { missing, pageContext } from '#lib/access/request.ts';
import { signalOperations } from './procedures.ts';
import type { AssetSignals } from './schema.ts';

/** The signals of this page's asset; where there is none that the actor may read, the not-found page. */
export const pageSignals = cache(
  async (id: string): Promise<AssetSignals> => call(signalOperations.list, { id }, { context: await pageContext() }).catch(missing),
);
