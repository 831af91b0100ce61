'use client';

import { useMemo } from 'react';
import { type PaletteItem, type PaletteSource, usePaletteSource } from '#components/layout/palette-sources.ts';

/** Rooms about risk that the navigation does not name by themselves. */
const rooms: readonly PaletteItem[] = [
  { id: 'controls', label: 'Controls', hint: 'Catalogue', keywords: ['safeguards', 'strength'], href: '/catalogue/controls' },
  {
    id: 'frameworks',
    label: 'Frameworks',
    hint: 'Catalogue',
    keywords: ['atlas', 'owasp', 'nist', 'iso', 'act'],
    href: '/catalogue/frameworks',
  },
  { id: 'scoring', label: 'Scoring', hint: 'Catalogue', keywords: ['matrix', 'levels'], href: '/catalogue/scoring' },
  { id: 'report', label: 'Posture report', hint: 'Reports', keywords: ['print', 'pdf'], href: '/reports/posture' },
  { id: 'overdue', label: 'Risks overdue', keywords: ['late', 'due'], href: '/risks?due=overdue&sort=due' },
];
const assigning: PaletteItem = { id: 'assign', label: 'Assign a control', keywords: ['safeguards', 'many'], href: '/safeguards/assign' };

/** What the palette finds and offers of risk: rooms, and risks by their threat or asset. Draws nothing; the search's code is loaded at its first use. */
export function RiskPalette({ mayAssign }: { mayAssign: boolean }) {
  usePaletteSource(
    useMemo<PaletteSource>(
      () => ({
        id: 'risks',
        heading: 'Risks',
        items: mayAssign ? [...rooms, assigning] : rooms,
        search: async (text, signal) => (await import('./find-risks.tsx')).findRisks(text, signal),
      }),
      [mayAssign],
    ),
  );
  return null;
}
