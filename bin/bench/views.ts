/** The views of the list that are measured: who looks, and at what. The query string serves the page and the API alike. */
import { encodeCursor } from '#lib/platform/cursor.ts';
import { words } from './population.ts';

/** A lead of one team, a lead of three, and an administrator, who sees all fifty. */
export const viewers = ['lead', 'three', 'admin'] as const;
export type Viewer = (typeof viewers)[number];

export type Position = { name: string; id: string };
export type View = { name: string; viewer: Viewer; query: string };

const scopes: Record<Viewer, string> = { lead: 'team', three: 'three-teams', admin: 'everyone' };

/** Every view, named by scope and what is asked for: `team.first`, `everyone.common`. */
export function viewsOf(deep: Record<Viewer, Position>): View[] {
  return viewers.flatMap((viewer) => {
    const after = encodeCursor({ sort: 'name', values: [deep[viewer].name, deep[viewer].id] });
    const queries = {
      first: '',
      deep: `sort=name&after=${after}`,
      filtered: `${viewer === 'admin' ? 'team=team-7&' : ''}kind=model`,
      changed: 'sort=-changed',
      common: `q=${words.common}`,
      middling: `q=${words.middling}`,
      rare: `q=${words.rare}`,
    };
    return Object.entries(queries).map(([what, query]) => ({ name: `${scopes[viewer]}.${what}`, viewer, query }));
  });
}
