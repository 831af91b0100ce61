'use client';

import { Panel } from '@xyflow/react';
import { Maximize, Minus, Plus } from 'lucide-react';
import { IconButton } from '#components/ui/icon-button.tsx';

/** Zoom and fit, beside the keys that do the same. */
export function GraphControls({ onFit, onZoomIn, onZoomOut }: { onFit: () => void; onZoomIn: () => void; onZoomOut: () => void }) {
  return (
    <Panel position="bottom-left" className="flex gap-0.5 rounded-md bg-raised p-0.5 ring-1 ring-line">
      <IconButton label="Zoom in" shortcut="+" onClick={onZoomIn}>
        <Plus aria-hidden="true" />
      </IconButton>
      <IconButton label="Zoom out" shortcut="-" onClick={onZoomOut}>
        <Minus aria-hidden="true" />
      </IconButton>
      <IconButton label="Fit the graph" shortcut="f" onClick={onFit}>
        <Maximize aria-hidden="true" />
      </IconButton>
    </Panel>
  );
}
