/** The saved views of a list, kept on the server. */
import type { SavedView, SavedViews } from '#components/data/list/list-definition.ts';
import type { View } from '#lib/access/views/schema.ts';
import { request } from '#lib/client.ts';

export const toSavedView = (view: View): SavedView => ({
  id: view.id,
  name: view.name,
  query: view.query,
  shared: view.shared,
  mine: view.own,
});

/**
 * @param items as the server gave them with the page
 * @param complete false where those are only what the page needed: the menu asks for all of them when it is reached
 */
export function savedViewsOf(list: View['list'], items: readonly SavedView[], complete = true): SavedViews {
  const all = async () => (await request('GET /views', { list })).views.map(toSavedView);
  return {
    items,
    load: complete ? undefined : all,
    create: async (view) => {
      const { id } = await request('POST /views', { list, ...view });
      return { id, ...view, mine: true };
    },
    update: async (id, change) => {
      await request('PATCH /views/{id}', { id, ...change });
      const view = (await all()).find((each) => each.id === id);
      if (!view) throw new Error('This view was deleted meanwhile.');
      return view;
    },
    remove: (id) => request('DELETE /views/{id}', { id }),
  };
}
