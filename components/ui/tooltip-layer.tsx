'use client';

import { useEffect, useRef, useState } from 'react';
import { Kbd } from './kbd.tsx';

interface Shown {
  text: string;
  keys?: string;
  left: number;
  top: number;
  side: 'bottom' | 'right';
}

const delay = 350;

function placeBeside(target: HTMLElement): Shown | null {
  const text = target.dataset.tooltip;
  if (!text) return null;
  const box = target.getBoundingClientRect();
  const side = target.dataset.tooltipSide === 'right' ? 'right' : 'bottom';
  const left = side === 'right' ? box.right + 8 : Math.min(Math.max(box.left + box.width / 2, 60), window.innerWidth - 60);
  const below = box.bottom + 40 < window.innerHeight;
  const top = side === 'right' ? box.top + box.height / 2 : below ? box.bottom + 6 : box.top - 32;
  return { text, keys: target.dataset.tooltipKeys, left, top, side };
}

/**
 * Tooltips for every element that carries `data-tooltip` (with `data-tooltip-keys` for a shortcut, `data-tooltip-side="right"` to stand
 * beside): one layer for the page instead of one component each. It repeats the accessible name, so it is hidden from screen readers.
 * Shown on hover after a moment and on keyboard focus at once; Escape hides it.
 */
export function TooltipLayer() {
  const [shown, setShown] = useState<Shown | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    const find = (event: Event) => (event.target instanceof Element ? event.target.closest<HTMLElement>('[data-tooltip]') : null);
    const hide = () => {
      clearTimeout(timer.current);
      setShown(null);
    };
    const hover = (event: PointerEvent) => {
      const target = find(event);
      clearTimeout(timer.current);
      if (!target || event.pointerType === 'touch') return setShown(null);
      timer.current = setTimeout(() => setShown(placeBeside(target)), delay);
    };
    const focus = (event: FocusEvent) => {
      const target = find(event);
      setShown(target?.matches(':focus-visible') ? placeBeside(target) : null);
    };
    const key = (event: KeyboardEvent) => {
      if (event.key === 'Escape') hide();
    };
    document.addEventListener('pointerover', hover);
    document.addEventListener('focusin', focus);
    document.addEventListener('pointerdown', hide);
    document.addEventListener('scroll', hide, true);
    document.addEventListener('keydown', key);
    return () => {
      clearTimeout(timer.current);
      document.removeEventListener('pointerover', hover);
      document.removeEventListener('focusin', focus);
      document.removeEventListener('pointerdown', hide);
      document.removeEventListener('scroll', hide, true);
      document.removeEventListener('keydown', key);
    };
  }, []);
  if (!shown) return null;
  return (
    <div
      aria-hidden="true"
      data-print="hide"
      style={{ left: shown.left, top: shown.top, transform: shown.side === 'right' ? 'translateY(-50%)' : 'translateX(-50%)' }}
      className="pointer-events-none fixed z-50 flex h-6.5 items-center gap-2 whitespace-nowrap rounded-sm bg-raised px-2 text-xs shadow-float"
    >
      {shown.text}
      {shown.keys && <Kbd keys={shown.keys} />}
    </div>
  );
}
