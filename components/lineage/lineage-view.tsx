'use client';

import { Link2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useMemo, useState, useTransition } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { MissingPart } from '#components/ui/lazily.tsx';
import { showToast } from '#components/ui/toast.ts';
import { type Direction, relationLabels } from '#lib/assets/lineage/rules.ts';
import type { LineageEdge, LineageGraph } from '#lib/assets/lineage/schema.ts';
import type { Kind } from '#lib/assets/rules.ts';
import { request } from '#lib/client.ts';
import { AddRelation } from './add-relation.tsx';
import { comfortableFan, farthest, firstDepth, modelOf, nodeName, searchGraph, visibleIds } from './graph-model.ts';
import { LineageList } from './lineage-list.tsx';
import { LineageToolbar, type LineageViewName } from './lineage-toolbar.tsx';
import { NodePanel } from './node-panel.tsx';
import { useWide } from './use-wide.ts';

// React Flow and Elk are large and used nowhere else.
const Graph = dynamic(
  () =>
    import('./lineage-graph.tsx').then(
      (module) => module.LineageGraph,
      () => MissingPart,
    ),
  {
    ssr: false,
    loading: () => <p className="grid h-full place-items-center text-muted text-sm">Loading the graph…</p>,
  },
);

export interface LineageViewProps {
  asset: { id: string; kind: Kind; mayEdit: boolean };
  graph: LineageGraph;
  versions: readonly { value: string; label: string }[];
  direction: Direction;
  /** The version that the graph starts from, or null for all versions of the asset. */
  focus: { id: string; label: string } | null;
  view: LineageViewName | null;
}

const everyVersion = '';

/** Lineage as a graph and as a list of the same, with what can be done to it. What is looked at stands in the address. */
export function LineageView({ asset, graph, versions, direction, focus, view: asked }: LineageViewProps) {
  const router = useRouter();
  const [loading, startTransition] = useTransition();
  const [view, setView] = useState(asked);
  const model = useMemo(() => modelOf(graph), [graph]);
  const most = farthest(graph);
  const [depth, setDepth] = useState(() => firstDepth(graph));
  const [fan, setFan] = useState(comfortableFan);
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const [selected, setSelected] = useState<string | null>(null);
  const [search, setSearch] = useState('');
  const [turn, setTurn] = useState(0);
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<LineageEdge | null>(null);
  const visible = useMemo(() => visibleIds(model, { depth, fan, unfolded }), [model, depth, fan, unfolded]);
  const matches = useMemo(() => searchGraph(graph, search), [graph, search]);
  // Enter goes from one match to the next: the first of the list is looked at.
  const found = useMemo(
    () => [...matches.slice(turn % (matches.length || 1)), ...matches.slice(0, turn % (matches.length || 1))],
    [matches, turn],
  );

  function go(next: { focus?: string; direction?: Direction; view?: LineageViewName }) {
    const values = { focus: focus?.id ?? everyVersion, direction, view: view ?? '', ...next };
    const query = new URLSearchParams(
      Object.entries(values).filter(([name, value]) => value !== '' && !(name === 'direction' && value === 'both')),
    );
    startTransition(() => router.replace(`/assets/${asset.id}/lineage${query.size > 0 ? `?${query}` : ''}`, { scroll: false }));
  }

  function look(text: string) {
    setSearch(text);
    setTurn(0);
    // What is found must be drawn.
    if (searchGraph(graph, text).some((id) => !visible.has(id))) drawAll();
  }

  function drawAll() {
    setDepth(most);
    setFan(Number.POSITIVE_INFINITY);
  }

  async function remove() {
    if (!removing) return;
    await request('DELETE /lineage/{id}', { id: removing.id });
    showToast('The relation is removed.', { tone: 'good' });
    setSelected(null);
    router.refresh();
  }

  const add = asset.mayEdit && versions.length > 0 && (
    <Button icon={<Link2 aria-hidden="true" />} onClick={() => setAdding(true)}>
      Add relation
    </Button>
  );
  const wide = useWide();
  const node = selected === null ? undefined : model.byId.get(selected);
  const ends = removing && [model.byId.get(removing.from), model.byId.get(removing.to)];
  return (
    <>
      {graph.edges.length === 0 && !focus && direction === 'both' ? (
        <EmptyState title={versions.length === 0 ? 'Lineage connects versions' : 'No relation is recorded'} actions={add}>
          {versions.length === 0
            ? 'Register a version of this asset first; then say what it was trained on, built by or deployed to.'
            : 'Say what a version was trained on, derived from, built by, stored in or deployed to. Approvals go stale when something upstream changes.'}
        </EmptyState>
      ) : (
        <div className={classNames('flex min-h-0 flex-col', loading && 'opacity-60')} aria-busy={loading}>
          <LineageToolbar
            view={view}
            onView={(name) => {
              setView(name);
              go({ view: name });
            }}
            direction={direction}
            onDirection={(next) => go({ direction: next })}
            starts={startsOf(versions, focus)}
            focus={focus?.id ?? everyVersion}
            onFocus={(id) => go({ focus: id })}
            search={search}
            onSearch={look}
            onSearchKey={(key) => {
              if (key === 'Enter') setTurn((current) => current + 1);
              if (key === 'Escape') look('');
            }}
            depth={Math.min(depth, most)}
            most={most}
            onDepth={setDepth}
            drawn={visible.size}
            total={graph.nodes.length}
            onAll={drawAll}
          >
            {add}
          </LineageToolbar>
          <p className="px-4 pb-2 text-muted text-xs md:px-6" aria-live="polite">
            {summary(graph, visible.size, search ? matches.length : null)}
          </p>
          {graph.cut && (
            <div className="px-4 pb-2 md:px-6">
              <Callout tone="warning">
                There is more than is shown: the nearest {graph.nodes.length} versions are. Focus on a version to see on from there.
              </Callout>
            </div>
          )}
          <div className={view === 'list' ? 'hidden' : view === null ? 'max-md:hidden' : ''}>
            <div className="relative h-[max(26rem,calc(100dvh-15.75rem))] border-t bg-canvas">
              {(view ?? (wide ? 'graph' : 'list')) === 'graph' && (
                <Graph
                  model={model}
                  visible={visible}
                  selected={selected}
                  found={found}
                  onSelect={setSelected}
                  onUnfold={(id) => setUnfolded((current) => new Set([...current, id]))}
                />
              )}
              {node && (
                <NodePanel
                  model={model}
                  node={node}
                  onFocus={(id, next) => {
                    setSelected(null);
                    go({ focus: id, direction: next });
                  }}
                  onSelect={setSelected}
                  onRemove={setRemoving}
                />
              )}
            </div>
          </div>
          <div className={view === 'graph' ? 'hidden' : view === null ? 'md:hidden' : ''}>
            <LineageList model={model} only={search ? new Set(matches) : null} onRemove={setRemoving} />
          </div>
        </div>
      )}
      {adding && (
        <AddRelation
          open
          onOpenChange={setAdding}
          kind={asset.kind}
          versions={versions}
          onDone={() => {
            setAdding(false);
            showToast('The relation is recorded.', { tone: 'good' });
            router.refresh();
          }}
        />
      )}
      <ConfirmDialog
        open={removing !== null}
        onOpenChange={(open) => !open && setRemoving(null)}
        title="Remove this relation?"
        confirmLabel="Remove"
        danger
        onConfirm={remove}
      >
        {removing && ends?.[0] && ends[1] && (
          <p>
            {nodeName(ends[0])} is then no longer {relationLabels[removing.relation].toLowerCase()} {nodeName(ends[1])}. It stays in the
            activity of the asset and can be recorded again.
          </p>
        )}
      </ConfirmDialog>
    </>
  );
}

function startsOf(versions: LineageViewProps['versions'], focus: LineageViewProps['focus']) {
  const own = versions.map(({ value, label }) => ({ value, label: `Version ${label}` }));
  const foreign = focus && !versions.some((version) => version.value === focus.id) ? [{ value: focus.id, label: focus.label }] : [];
  return [{ value: everyVersion, label: 'All its versions' }, ...own, ...foreign];
}

function summary(graph: LineageGraph, drawn: number, found: number | null): string {
  const total = graph.nodes.length;
  const shown = drawn < total ? `${drawn} of ${total} versions drawn` : `${total} ${total === 1 ? 'version' : 'versions'}`;
  const relations = `${graph.edges.length} ${graph.edges.length === 1 ? 'relation' : 'relations'}`;
  return `${shown}, ${relations}${found === null ? '' : found === 1 ? '. 1 matches' : `. ${found} match`}`;
}
