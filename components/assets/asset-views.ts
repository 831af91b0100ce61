/** The saved views of the list of assets, kept on the server. */
import type { SavedView, SavedViews } from '#components/data/list/list-definition.ts';
import { savedViewsOf, toSavedView } from '#components/views/saved-views.ts';

export { toSavedView };

/** @param items as the server gave them with the page: none where the page was not opened from one */
export const assetViews = (items: readonly SavedView[]): SavedViews => savedViewsOf('assets', items, false);
