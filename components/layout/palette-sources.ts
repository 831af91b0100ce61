'use client';

import { type ReactNode, useEffect } from 'react';

export interface PaletteItem {
  id: string;
  label: string;
  /** Said after the label, quieter: the team, the kind. */
  hint?: string;
  icon?: ReactNode;
  /** Words that find it besides its label. */
  keywords?: readonly string[];
  shortcut?: string;
  href?: string;
  run?: () => void;
}

/** Something the palette can offer: fixed items, or a search over the network. */
export interface PaletteSource {
  id: string;
  heading: string;
  items?: readonly PaletteItem[];
  /** Called with at least two characters, debounced; must honour the signal. A rejection is shown as a line, and the rest stays usable. */
  search?: (text: string, signal: AbortSignal) => Promise<readonly PaletteItem[]>;
}

const sources = new Map<string, PaletteSource>();

/** Offers a source to the palette while the component is mounted. A domain mounts its own in the layout; a page adds its actions. */
export function usePaletteSource(source: PaletteSource): void {
  useEffect(() => {
    sources.set(source.id, source);
    return () => {
      if (sources.get(source.id) === source) sources.delete(source.id);
    };
  }, [source]);
}

/** What is on offer at this moment. */
export function paletteSources(): readonly PaletteSource[] {
  return [...sources.values()];
}
