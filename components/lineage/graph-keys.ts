import type { GraphModel } from './graph-model.ts';
import type { Layout, Point } from './layout.ts';

/**
 * Where an arrow key leads from a node: left and right along the edges to the nearest by height, up and down within the layer. Null where
 * nothing lies that way.
 */
export function neighbour(model: GraphModel, layout: Layout, from: string, key: string): string | null {
  const here = layout.nodes.get(from);
  if (!here) return null;
  const ids = along(model, layout, from, key);
  const reachable = ids.flatMap((id): [string, Point][] => {
    const place = layout.nodes.get(id);
    return place && id !== from ? [[id, place]] : [];
  });
  const far = ([, place]: [string, Point]) =>
    Math.abs(place.y - here.y) + (key === 'ArrowUp' || key === 'ArrowDown' ? 0 : Math.abs(place.x - here.x) / 1000);
  return reachable.sort((a, b) => far(a) - far(b))[0]?.[0] ?? null;
}

function along(model: GraphModel, layout: Layout, from: string, key: string): readonly string[] {
  if (key === 'ArrowLeft') return model.upstream.get(from) ?? [];
  if (key === 'ArrowRight') return model.downstream.get(from) ?? [];
  const here = layout.nodes.get(from);
  if (!here) return [];
  const above = key === 'ArrowUp';
  return [...layout.nodes].filter(([, { x, y }]) => Math.abs(x - here.x) < 104 && (above ? y < here.y : y > here.y)).map(([id]) => id);
}
