'use client';

import { Handle, type Node, type NodeProps, Position } from '@xyflow/react';
import { EyeOff } from 'lucide-react';
import { memo } from 'react';
import { KindIcon } from '#components/assets/kind-icon.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { LevelShape, levelWords } from '#components/ui/level-mark.tsx';
import type { LineageNode } from '#lib/assets/lineage/schema.ts';
import { nodeName } from './graph-model.ts';
import { nodeHeight, nodeWidth } from './layout.ts';

export type DrawnNode = Node<
  {
    node: LineageNode;
    /** Neighbours farther out that are folded away. */
    folded: number;
    /** Some of them are drawn: their edges leave at the side. */
    partly: boolean;
    look: 'plain' | 'selected' | 'found' | 'dimmed';
    /** Takes the focus when one comes to the graph by Tab. */
    entry: boolean;
    onSelect: (id: string) => void;
    onUnfold: (id: string) => void;
    onOpen: (id: string) => void;
  },
  'version'
>;

const looks = {
  plain: 'ring-line-strong',
  selected: 'ring-2 ring-accent',
  found: 'ring-2 ring-medium',
  dimmed: 'opacity-35 ring-line-strong',
};

const handle = '!pointer-events-none !size-0 !min-h-0 !min-w-0 !border-0 !bg-transparent';

/** A version in the graph: kind, asset, label, level. What lies outside one's teams is there, and nothing of it. */
export const VersionNode = memo(function VersionNode({ id, data }: NodeProps<DrawnNode>) {
  const { node, folded, partly, look, entry } = data;
  const { version } = node;
  const upstream = node.distance < 0;
  return (
    <div style={{ width: nodeWidth, height: nodeHeight }} className="relative">
      <Handle type="target" position={Position.Left} isConnectable={false} className={handle} />
      <Handle type="source" position={Position.Right} isConnectable={false} className={handle} />
      <button
        type="button"
        data-node={id}
        tabIndex={entry ? 0 : -1}
        aria-pressed={look === 'selected'}
        aria-label={labelOf(node, folded)}
        onClick={() => data.onSelect(id)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          data.onOpen(id);
        }}
        className={classNames(
          'focus-ring flex size-full items-center gap-2 rounded-md px-2.5 text-left ring-1 ring-inset',
          version ? (node.distance === 0 ? 'bg-accent-wash' : 'bg-surface') : 'bg-sunken',
          look === 'plain' && node.distance === 0 ? 'ring-accent' : looks[look],
        )}
      >
        {version ? (
          <KindIcon kind={version.asset.kind} className="group-data-[zoom=far]/graph:size-9" />
        ) : (
          <EyeOff className="size-4 shrink-0 text-faint" aria-hidden="true" />
        )}
        <span className="min-w-0 flex-1 leading-tight group-data-[zoom=far]/graph:opacity-0">
          <span className={classNames('block truncate text-sm', version ? 'font-medium' : 'text-muted')}>
            {version ? version.asset.name : 'Outside your teams'}
          </span>
          {version && <span className="block truncate text-muted text-xs">{version.label}</span>}
        </span>
        {version && <LevelShape state={version.asset.level} className="group-data-[zoom=far]/graph:size-9" />}
      </button>
      {folded > 0 && (
        <button
          type="button"
          tabIndex={-1}
          aria-hidden="true"
          onClick={() => data.onUnfold(id)}
          className={classNames(
            'absolute h-6 min-w-6 rounded-full bg-raised px-1.5 text-muted text-xs ring-1 ring-line-strong ring-inset hover:text-ink',
            partly
              ? 'top-full left-1/2 -mt-2 -translate-x-1/2'
              : classNames('top-1/2 -translate-y-1/2', upstream ? 'right-full mr-1' : 'left-full ml-1'),
          )}
        >
          +{folded}
        </button>
      )}
    </div>
  );
});

function labelOf(node: LineageNode, folded: number): string {
  const { version, distance } = node;
  const steps = Math.abs(distance);
  const place = steps === 0 ? 'start' : `${steps} ${steps === 1 ? 'step' : 'steps'} ${distance < 0 ? 'upstream' : 'downstream'}`;
  const level = version ? `, ${levelWords[version.asset.level]}` : '';
  return `${nodeName(node)}${version ? `, ${version.asset.kind}` : ''}${level}, ${place}${folded > 0 ? `, ${folded} more folded away` : ''}`;
}
