import type { ReactNode } from 'react';

/** The pictures of the product's parts (navigation-pictures.css). */
export type NavigationPicture =
  | 'overview'
  | 'work'
  | 'assets'
  | 'risks'
  | 'reviews'
  | 'gates'
  | 'insights'
  | 'people'
  | 'audit'
  | 'settings';

export interface NavigationEntry {
  href: string;
  label: string;
  picture: NavigationPicture;
  /** The letter after "g" that goes there. */
  key?: string;
  /** Shown under it while the viewer is in this part; `waiting` draws how much there waits for the viewer. */
  children?: readonly { href: string; label: string; waiting?: ReactNode }[];
}

/** Entries that belong together; a space divides one group from the next. */
export interface NavigationGroup {
  id: string;
  entries: readonly NavigationEntry[];
}

/** Whether a path lies in the part of the product that an entry stands for. "/" is only itself. */
export function isWithin(path: string, href: string): boolean {
  return href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`);
}

/** Among an entry and its children, the one that the path lies in most deeply, so that only one is marked as current. */
export function currentHref(path: string, hrefs: readonly string[]): string | null {
  return hrefs.filter((href) => isWithin(path, href)).sort((a, b) => b.length - a.length)[0] ?? null;
}
