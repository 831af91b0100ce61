'use client';

import { useEffect, useState } from 'react';
import { flow } from '#lib/assets/lineage/rules.ts';
import type { LineageGraph } from '#lib/assets/lineage/schema.ts';
import { visibleEdges } from './graph-model.ts';
import { type Layout, layOut } from './layout.ts';

/** `pending`: what is drawn is not yet what is wanted. */
export type LayoutState = { layout: Layout | null; failed: boolean; pending: boolean };

/** The layout of what is drawn. While a new one is worked out the former stays. */
export function useLayout(graph: LineageGraph, visible: ReadonlySet<string>): LayoutState {
  const [state, setState] = useState<LayoutState>({ layout: null, failed: false, pending: true });
  useEffect(() => {
    let current = true;
    setState((before) => ({ ...before, pending: true }));
    const edges = visibleEdges(graph, visible).map((edge) => ({ id: edge.id, ...flow(edge) }));
    layOut([...visible], edges).then(
      (layout) => current && setState({ layout, failed: false, pending: false }),
      () => current && setState({ layout: null, failed: true, pending: false }),
    );
    return () => {
      current = false;
    };
  }, [graph, visible]);
  return state;
}
