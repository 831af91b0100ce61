'use client';

import { useEffect, useState } from 'react';
import { flow } from '#lib/assets/lineage/rules.ts';
import type { LineageGraph } from '#lib/assets/lineage/schema.ts';
import { visibleEdges } from './graph-model.ts';
import { type Layout, layOut } from './layout.ts';

export type LayoutState = { layout: Layout | null; failed: boolean };

/** The layout of what is drawn. While a new one is worked out the former stays. */
export function useLayout(graph: LineageGraph, visible: ReadonlySet<string>): LayoutState {
  const [state, setState] = useState<LayoutState>({ layout: null, failed: false });
  useEffect(() => {
    let current = true;
    const edges = visibleEdges(graph, visible).map((edge) => ({ id: edge.id, ...flow(edge) }));
    layOut([...visible], edges).then(
      (layout) => current && setState({ layout, failed: false }),
      () => current && setState({ layout: null, failed: true }),
    );
    return () => {
      current = false;
    };
  }, [graph, visible]);
  return state;
}
