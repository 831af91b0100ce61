/** The saved views of the audit log, kept on the server. */
import type { SavedView, SavedViews } from '#components/data/list/list-definition.ts';
import type { View } from '#lib/access/views/schema.ts';
import { request } from '#lib/client.ts';

const list = 'audit';

export const toSavedView = (view: View): SavedView => ({
  id: view.id,
  name: view.name,
  query: view.query,
  shared: view.shared,
  mine: view.own,
});

/** @param items as the server gave them with the page */
export function auditViews(items: readonly SavedView[]): SavedViews {
  return {
    items,
    create: async (view) => {
      const { id } = await request('POST /views', { list, ...view });
      return { id, ...view, mine: true };
    },
    update: async (id, change) => {
      await request('PATCH /views/{id}', { id, ...change });
      const { views } = await request('GET /views', { list });
      const view = views.find((each) => each.id === id);
      if (!view) throw new Error('This view was deleted meanwhile.');
      return toSavedView(view);
    },
    remove: (id) => request('DELETE /views/{id}', { id }),
  };
}
