'use client';

import { ArrowLeft, ArrowLeftRight, ArrowRight, Trash2, X } from 'lucide-react';
import { Button, buttonClasses } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { LevelMark } from '#components/ui/level-mark.tsx';
import { Link } from '#components/ui/link.tsx';
import { type Direction, relationLabels } from '#lib/assets/lineage/rules.ts';
import type { LineageEdge, LineageNode } from '#lib/assets/lineage/schema.ts';
import { kindLabels, stageLabels } from '#lib/assets/rules.ts';
import { type GraphModel, nodeName } from './graph-model.ts';

export interface NodePanelProps {
  model: GraphModel;
  node: LineageNode;
  onFocus: (id: string, direction: Direction) => void;
  onSelect: (id: string | null) => void;
  onRemove: (edge: LineageEdge) => void;
}

const directions = [
  { value: 'upstream', label: 'Upstream', Icon: ArrowLeft },
  { value: 'both', label: 'Both', Icon: ArrowLeftRight },
  { value: 'downstream', label: 'Downstream', Icon: ArrowRight },
] as const;

/** What is selected in the graph: how it stands, its relations, and the graph from its own point of view. */
export function NodePanel({ model, node, onFocus, onSelect, onRemove }: NodePanelProps) {
  const { version } = node;
  const edges = model.graph.edges.filter((edge) => edge.from === node.id || edge.to === node.id);
  return (
    <section
      aria-label={`About ${nodeName(node)}`}
      className="absolute top-3 right-3 z-10 flex max-h-[calc(100%-1.5rem)] w-72 max-w-[calc(100%-1.5rem)] flex-col rounded-lg bg-raised text-sm shadow-float"
    >
      <div className="flex items-start gap-2 px-3 pt-2.5">
        <div className="min-w-0 flex-1">
          <h2 className="break-words font-semibold">{version ? version.asset.name : 'Outside your teams'}</h2>
          <p className="text-muted">
            {version ? `${version.label} · ${kindLabels[version.asset.kind]} · ${version.asset.teamName}` : 'You may not see what this is.'}
          </p>
        </div>
        <IconButton label="Close" onClick={() => onSelect(null)} className="-mr-1">
          <X aria-hidden="true" />
        </IconButton>
      </div>
      {version && (
        <>
          <p className="flex flex-wrap items-center gap-x-3 px-3 pt-1.5 text-muted">
            {stageLabels[version.asset.stage]}
            <LevelMark state={version.asset.level} />
          </p>
          <div className="flex flex-wrap items-center gap-1 px-3 pt-2.5">
            <Link href={`/assets/${version.asset.id}/versions/${node.id}`} className={buttonClasses('secondary', 'sm')}>
              Open
            </Link>
            <span className="ml-1 text-muted text-xs">Focus</span>
            {directions.map(({ value, label, Icon }) => (
              <IconButton key={value} label={`Focus ${label.toLowerCase()} from here`} onClick={() => onFocus(node.id, value)}>
                <Icon aria-hidden="true" />
              </IconButton>
            ))}
          </div>
        </>
      )}
      <ul className="mt-2.5 min-h-0 overflow-y-auto border-t px-1.5 py-1.5">
        {edges.map((edge) => {
          const outward = edge.from === node.id;
          const other = model.byId.get(outward ? edge.to : edge.from);
          if (!other) return null;
          const word = relationLabels[edge.relation].toLowerCase();
          return (
            <li key={edge.id} className="flex items-center gap-1">
              <Button
                size="sm"
                variant="quiet"
                className="h-auto! min-w-0 flex-1 justify-start! whitespace-normal! py-1 text-left"
                onClick={() => onSelect(other.id)}
              >
                <span className="min-w-0 break-words font-normal">
                  {outward ? (
                    <>
                      <span className="text-faint">{word}</span> {nodeName(other)}
                    </>
                  ) : (
                    <>
                      {nodeName(other)} <span className="text-faint">is {word} it</span>
                    </>
                  )}
                </span>
              </Button>
              {edge.removable && (
                <IconButton label={`Remove relation with ${nodeName(other)}`} onClick={() => onRemove(edge)}>
                  <Trash2 aria-hidden="true" />
                </IconButton>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
