'use client';

import { Printer } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';

/** Opens the browser's own way to print or to keep a page as PDF. */
export function PrintButton() {
  return (
    <Button variant="primary" icon={<Printer aria-hidden="true" />} onClick={() => window.print()}>
      Print or save as PDF
    </Button>
  );
}
