/** Which mark an arrow reaches from another: pure, so that it is tested without a browser. */

export interface MarkPlace {
  row: number;
  column: number;
}

const axes: Record<string, { along: keyof MarkPlace; sign: 1 | -1 }> = {
  ArrowRight: { along: 'column', sign: 1 },
  ArrowLeft: { along: 'column', sign: -1 },
  ArrowDown: { along: 'row', sign: 1 },
  ArrowUp: { along: 'row', sign: -1 },
};

/**
 * The nearest mark in the arrow's direction, first by how far along it, then by how far aside; Home and End reach the first and last.
 * At an end of its line it goes on to the next one, so that every mark is reached by Right alone. Null for any other key and at the ends.
 */
export function nextMark<Place extends MarkPlace>(key: string, from: Place, all: readonly Place[]): Place | null {
  const ordered = all.toSorted((a, b) => a.row - b.row || a.column - b.column);
  if (key === 'Home') return ordered[0] ?? null;
  if (key === 'End') return ordered.at(-1) ?? null;
  const axis = axes[key];
  if (!axis) return null;
  const aside = axis.along === 'row' ? 'column' : 'row';
  const ahead = all
    .filter((place) => (place[axis.along] - from[axis.along]) * axis.sign > 0 && (axis.along === 'row' || place.row === from.row))
    .sort(
      (a, b) =>
        Math.abs(a[axis.along] - from[axis.along]) - Math.abs(b[axis.along] - from[axis.along]) ||
        Math.abs(a[aside] - from[aside]) - Math.abs(b[aside] - from[aside]),
    );
  if (ahead[0]) return ahead[0];
  if (axis.along === 'row') return null;
  const here = ordered.findIndex((place) => place.row === from.row && place.column === from.column);
  return ordered[here + axis.sign] ?? null;
}
