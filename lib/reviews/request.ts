/** What the parts of one page about a review share: title, header and body read it once. */
import { call } from '@orpc/server';
import { cache } from 'react';
import { missing, pageContext } from '#lib/access/request.ts';
import { reviewOperations } from './procedures.ts';
import type { Review } from './schema.ts';

/** The review of this page; where there is none that the actor may read, the not-found page. */
export const pageReview = cache(
  async (id: string): Promise<Review> => call(reviewOperations.get, { id }, { context: await pageContext() }).catch(missing),
);
