/** What the parts of one page about an asset share: title, header and body read it once. */
import { call } from '@orpc/server';
import { cache } from 'react';
import { missing, pageContext } from '#lib/access/request.ts';
import { assetOperations } from './procedures.ts';
import type { Asset } from './schema.ts';

/** The asset of this page; where there is none that the actor may read, the not-found page. */
export const pageAsset = cache(
  async (id: string): Promise<Asset> => call(assetOperations.get, { id }, { context: await pageContext() }).catch(missing),
);
