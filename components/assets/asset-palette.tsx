'use client';

import { useMemo } from 'react';
import { type PaletteSource, usePaletteSource } from '#components/layout/palette-sources.ts';

/** What the palette finds and offers of the inventory. Draws nothing; the search's code is loaded at its first use. */
export function AssetPalette({ mayCreate, mayImport }: { mayCreate: boolean; mayImport: boolean }) {
  usePaletteSource(
    useMemo<PaletteSource>(
      () => ({
        id: 'assets',
        heading: 'Assets',
        items: [
          ...(mayCreate ? [{ id: 'new', label: 'New asset', keywords: ['create', 'add', 'register'], href: '/assets/new' }] : []),
          ...(mayImport
            ? [{ id: 'import', label: 'Import a file', keywords: ['cyclonedx', 'spdx', 'csv', 'bom'], href: '/imports/new' }]
            : []),
        ],
        search: async (text, signal) => (await import('./find-assets.tsx')).findAssets(text, signal),
      }),
      [mayCreate, mayImport],
    ),
  );
  return null;
}
