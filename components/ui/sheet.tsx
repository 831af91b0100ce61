'use client';

import type { ReactNode } from 'react';
import { Dialog } from './dialog.tsx';

/** A modal panel from the left edge: the sidebar on narrow screens. The title is for those who listen. */
export function Sheet(props: { open: boolean; onOpenChange: (open: boolean) => void; title: string; children: ReactNode }) {
  return <Dialog {...props} sheet />;
}
