/** What axes of every chart have in common. */

export const axisText = { fontSize: 12, fontFamily: 'var(--font-sans)', fill: 'var(--color-muted)' } as const;
export const gridLine = { stroke: 'var(--color-line)', strokeWidth: 1 } as const;

/** 950, 1.2k, 34k, 1.3M: what an axis has room for. */
export function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (size < 1000) return value.toLocaleString('en-GB', { maximumFractionDigits: 1 });
  const [divisor, letter] = size < 999_500 ? [1000, 'k'] : [1_000_000, 'M'];
  return `${(value / divisor).toLocaleString('en-GB', { maximumFractionDigits: size / divisor < 10 ? 1 : 0 })}${letter}`;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** "2026-11-03" → "3 Nov". A day is a day in every zone: it is never turned into a moment. */
export function shortDay(day: string): string {
  const [, month = 1, date = 1] = day.split('-').map(Number);
  return `${date} ${months[month - 1]}`;
}

/**
 * Heights for labels that would like to stand at `wished`: at least `gap` apart, in the same order, between `top` and `bottom` as far as they
 * fit there. Smaller is higher, as on the screen.
 */
export function apart(wished: readonly number[], { top, bottom, gap }: { top: number; bottom: number; gap: number }): number[] {
  const order = wished.map((_, index) => index).sort((a, b) => (wished[b] ?? 0) - (wished[a] ?? 0));
  const placed = [...wished];
  let lowest = bottom;
  for (const index of order) {
    placed[index] = Math.min(wished[index] ?? 0, lowest);
    lowest = (placed[index] ?? 0) - gap;
  }
  let highest = top;
  for (const index of order.toReversed()) {
    placed[index] = Math.max(placed[index] ?? 0, highest);
    highest = (placed[index] ?? 0) + gap;
  }
  return placed;
}
