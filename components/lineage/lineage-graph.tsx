'use client';

import '@xyflow/react/dist/base.css';
import { MarkerType, MiniMap, ReactFlow, ReactFlowProvider, useReactFlow, useStore } from '@xyflow/react';
import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useShortcuts } from '#components/layout/use-shortcuts.ts';
import { Callout } from '#components/ui/callout.tsx';
import { flow } from '#lib/assets/lineage/rules.ts';

import { GraphControls } from './graph-controls.tsx';
import { neighbour } from './graph-keys.ts';
import { flowWords, type GraphModel, nearOf, nodeName, outward, visibleEdges } from './graph-model.ts';
import { type Layout, nodeHeight, nodeWidth } from './layout.ts';
import { type DrawnEdge, RelationEdge } from './lineage-edge.tsx';
import { type DrawnNode, VersionNode } from './lineage-node.tsx';
import { useLayout } from './use-layout.ts';

export interface LineageGraphProps {
  model: GraphModel;
  visible: ReadonlySet<string>;
  selected: string | null;
  found: readonly string[];
  onSelect: (id: string | null) => void;
  onUnfold: (id: string) => void;
}

const nodeTypes = { version: VersionNode };
const edgeTypes = { relation: RelationEdge };
/** Up to so many edges all carry their word; beyond, only those of what is selected. */
const labelledEdges = 45;

/** Far enough out for a chain of two hundred versions, one behind the other, to fit a laptop's screen. */
const smallest = 0.02;

/** The graph of a lineage: things flow from left to right. Zoom, pan, a map, and everything by keyboard. */
export function LineageGraph(props: LineageGraphProps) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  );
}

function Canvas({ model, visible, selected, found, onSelect, onUnfold }: LineageGraphProps) {
  const router = useRouter();
  const flowView = useReactFlow();
  const box = useRef<HTMLDivElement>(null);
  // From afar names cannot be read: then kinds and levels are drawn large.
  const afar = useStore((state) => state.transform[2] < nameZoom);
  const { layout, failed, pending } = useLayout(model.graph, visible);
  const start = model.graph.nodes.find((node) => node.distance === 0)?.id;
  const near = useMemo(() => nearOf(model, selected), [model, selected]);

  const open = useCallback(
    (id: string) => {
      const version = model.byId.get(id)?.version;
      if (version) router.push(`/assets/${version.asset.id}/versions/${id}`);
    },
    [model, router],
  );

  const nodes = useMemo((): DrawnNode[] => {
    if (!layout) return [];
    const searching = found.length > 0;
    return [...layout.nodes].flatMap(([id, position]) => {
      const node = model.byId.get(id);
      if (!node) return [];
      const dimmed = searching ? !found.includes(id) : near !== null && !near.has(id);
      const look = id === selected ? 'selected' : dimmed ? 'dimmed' : searching ? 'found' : 'plain';
      const beyond = outward(model, id);
      const folded = beyond.filter((other) => !layout.nodes.has(other)).length;
      const data = {
        node,
        folded,
        partly: folded < beyond.length || node.distance === 0,
        look,
        entry: id === (selected ?? start),
        onSelect,
        onUnfold,
        onOpen: open,
      } as const;
      return [
        { id, type: 'version', position, data, width: nodeWidth, height: nodeHeight, focusable: false, style: { pointerEvents: 'all' } },
      ];
    });
  }, [layout, model, selected, near, found, start, onSelect, onUnfold, open]);

  const edges = useMemo((): DrawnEdge[] => {
    if (!layout) return [];
    const drawn = visibleEdges(model.graph, visible).filter((edge) => layout.edges.has(edge.id));
    const named = (id: string) => {
      const node = model.byId.get(id);
      return node ? nodeName(node) : id;
    };
    const touchesSelected = (edge: (typeof drawn)[number]) => edge.from === selected || edge.to === selected;
    // Drawn last, those of what is selected lie above the others.
    drawn.sort((a, b) => Number(touchesSelected(a)) - Number(touchesSelected(b)));
    return drawn.map((edge) => {
      const ends = flow(edge);
      const touches = touchesSelected(edge);
      const look = touches ? 'near' : selected === null ? 'plain' : 'dimmed';
      return {
        id: edge.id,
        type: 'relation',
        ...ends,
        focusable: false,
        ariaLabel: `${named(ends.source)} ${flowWords[edge.relation]} ${named(ends.target)}`,
        data: {
          points: layout.edges.get(edge.id) ?? [],
          relation: edge.relation,
          look,
          labelled: touches || (selected === null && drawn.length <= labelledEdges),
        },
        markerEnd: {
          type: MarkerType.ArrowClosed,
          width: 14,
          height: 14,
          color: touches ? 'var(--color-accent)' : selected === null ? 'var(--color-line-control)' : 'var(--color-line)',
        },
      };
    });
  }, [layout, model, visible, selected]);

  const showAll = useCallback(() => void flowView.fitView({ padding: 0.08, maxZoom: 1, minZoom: smallest }), [flowView]);
  // A new layout is looked at whole where it can be read, and at its start where it cannot.
  useEffect(() => {
    const place = layout && start ? layout.nodes.get(start) : null;
    if (!layout || !box.current) return;
    if (place && wholeZoom(layout, box.current) < readableZoom)
      void flowView.setCenter(place.x + nodeWidth / 2, place.y + nodeHeight / 2, { zoom: startZoom });
    else showAll();
  }, [layout, start, flowView, showAll]);

  const bring = useCallback(
    (id: string) => {
      const place = layout?.nodes.get(id);
      if (!place) return;
      const zoom = Math.max(flowView.getZoom(), 0.7);
      void flowView.setCenter(place.x + nodeWidth / 2, place.y + nodeHeight / 2, { zoom });
      box.current?.querySelector<HTMLElement>(`[data-node="${id}"]`)?.focus({ preventScroll: true });
    },
    [flowView, layout],
  );
  const [firstFound] = found;
  useEffect(() => {
    const place = firstFound && layout?.nodes.get(firstFound);
    if (place) void flowView.setCenter(place.x + nodeWidth / 2, place.y + nodeHeight / 2, { zoom: Math.max(flowView.getZoom(), 0.7) });
  }, [firstFound, layout, flowView]);

  const focused = () => {
    const active = document.activeElement;
    return active instanceof HTMLElement && box.current?.contains(active) ? (active.dataset.node ?? null) : null;
  };
  const inGraph = () => box.current?.contains(document.activeElement) ?? false;
  const step = (key: string) => () => {
    const next = layout && neighbour(model, layout, focused() ?? selected ?? start ?? '', key);
    if (!next) return;
    onSelect(next);
    bring(next);
  };
  useShortcuts([
    { keys: 'f', label: 'Fit the graph', group: 'Lineage', run: showAll },
    { keys: '+', label: 'Zoom in', group: 'Lineage', run: () => void flowView.zoomIn() },
    { keys: '-', label: 'Zoom out', group: 'Lineage', run: () => void flowView.zoomOut() },
    ...arrows.map(([keys, label]) => ({ keys, label, group: 'Lineage', when: inGraph, run: step(keys) })),
  ]);

  if (failed) return <Callout tone="warning">The graph could not be laid out by this browser. The list holds the same.</Callout>;
  return (
    <section
      ref={box}
      aria-label="Lineage graph. Arrow keys move between versions, Enter opens one, f fits the graph."
      data-zoom={afar ? 'far' : 'near'}
      className="group/graph relative h-full min-h-0"
    >
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        zoomOnDoubleClick={false}
        panOnScroll
        minZoom={smallest}
        maxZoom={1.75}
        onPaneClick={() => onSelect(null)}
        attributionPosition="bottom-center"
        className="[&_.react-flow\_\_attribution]:bg-transparent! [&_.react-flow\_\_attribution_a]:text-faint!"
      >
        {nodes.length > 12 && (
          <MiniMap
            pannable
            zoomable
            ariaLabel="Map of the graph"
            position="bottom-right"
            bgColor="var(--color-raised)"
            maskColor="color-mix(in oklab, var(--color-canvas) 65%, transparent)"
            nodeBorderRadius={12}
            nodeColor={(node) => (node.id === selected || node.id === start ? 'var(--color-accent)' : 'var(--color-line-control)')}
            className="max-sm:hidden!"
            style={{ width: 176, height: 112 }}
          />
        )}
        <GraphControls onFit={showAll} onZoomIn={() => void flowView.zoomIn()} onZoomOut={() => void flowView.zoomOut()} />
      </ReactFlow>
      {pending && (
        <p
          role="status"
          className="absolute top-3 left-1/2 -translate-x-1/2 rounded-md bg-raised px-3 py-1.5 text-muted text-sm ring-1 ring-line"
        >
          Laying out {visible.size} versions…
        </p>
      )}
    </section>
  );
}

/** A graph that is not seen whole at this zoom opens at its start; below the next, names are left out. */
const readableZoom = 0.5;
const nameZoom = 0.4;
const startZoom = 0.8;

/** The zoom at which a layout is seen whole. */
function wholeZoom(layout: Layout, box: HTMLElement): number {
  const places = [...layout.nodes.values()];
  const width = Math.max(...places.map((place) => place.x)) + nodeWidth;
  const height = Math.max(...places.map((place) => place.y)) + nodeHeight;
  return Math.min(box.clientWidth / width, box.clientHeight / height);
}

const arrows = [
  ['ArrowLeft', 'To what it came from'],
  ['ArrowRight', 'To what came of it'],
  ['ArrowUp', 'To the one above'],
  ['ArrowDown', 'To the one below'],
] as const;
