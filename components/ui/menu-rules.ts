/**
 * Which item a key leads to: arrows go round, Home and End to the ends, a letter to the next item that begins with it. Null where the key
 * means nothing to a menu. `current` is -1 while no item has the focus.
 */
export function nextMenuItem(key: string, current: number, labels: readonly string[]): number | null {
  const count = labels.length;
  if (count === 0) return null;
  if (key === 'ArrowDown') return (current + 1) % count;
  if (key === 'ArrowUp') return current <= 0 ? count - 1 : current - 1;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  if (key.length !== 1 || key === ' ') return null;
  const letter = key.toLocaleLowerCase('en');
  for (let step = 1; step <= count; step += 1) {
    const index = (Math.max(current, 0) + step - (current < 0 ? 1 : 0)) % count;
    if (labels[index]?.trim().toLocaleLowerCase('en').startsWith(letter)) return index;
  }
  return null;
}

const gap = 4;
const margin = 8;

/** Puts a menu beside its button, on the other side where this one has no room, and always within the window. */
export function placeMenu(menu: HTMLElement, button: HTMLElement, side: 'top' | 'bottom', align: 'start' | 'end'): void {
  const box = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = box.bottom + gap;
  const above = box.top - gap - height;
  const fitsBelow = below + height <= window.innerHeight - margin;
  const top = side === 'bottom' ? (fitsBelow || above < margin ? below : above) : above >= margin || !fitsBelow ? above : below;
  const left = align === 'start' ? box.left : box.right - width;
  menu.style.top = `${Math.max(margin, Math.min(top, window.innerHeight - margin - height))}px`;
  menu.style.left = `${Math.max(margin, Math.min(left, window.innerWidth - margin - width))}px`;
}
