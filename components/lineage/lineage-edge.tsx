'use client';

import { BaseEdge, type Edge, EdgeLabelRenderer, type EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import type { Relation } from '#lib/assets/lineage/rules.ts';
import { flowWords } from './graph-model.ts';
import { labelPoint, type Point, pathThrough } from './layout.ts';

export type DrawnEdge = Edge<
  { points: readonly Point[]; relation: Relation; look: 'plain' | 'near' | 'dimmed'; labelled: boolean },
  'relation'
>;

const strokes = { plain: 'var(--color-line-control)', near: 'var(--color-accent)', dimmed: 'var(--color-line)' };

/** An arrow along the way that the layout found. Its word is seen where there is room, or at what is selected. */
export const RelationEdge = memo(function RelationEdge({ id, data, markerEnd }: EdgeProps<DrawnEdge>) {
  if (!data) return null;
  const { points, look, relation, labelled } = data;
  const place = labelled ? labelPoint(points) : null;
  return (
    <>
      <BaseEdge
        id={id}
        path={pathThrough(points)}
        markerEnd={markerEnd}
        interactionWidth={0}
        style={{
          stroke: strokes[look],
          strokeWidth: look === 'near' ? 1.75 : 1,
          strokeDasharray: relation === 'evaluated_on' ? '4 3' : undefined,
        }}
      />
      {place && (
        <EdgeLabelRenderer>
          <span
            style={{ transform: `translate(-50%, -50%) translate(${place.x}px, ${place.y}px)` }}
            className="pointer-events-none absolute rounded-sm bg-canvas px-1 text-[0.625rem] text-muted leading-3"
          >
            {flowWords[relation]}
          </span>
        </EdgeLabelRenderer>
      )}
    </>
  );
});
