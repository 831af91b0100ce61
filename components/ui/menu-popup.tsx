'use client';

import { Check } from 'lucide-react';
import { type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { classNames } from './class-names.ts';
import { Kbd } from './kbd.tsx';
import { Link } from './link.tsx';
import type { MenuEntry } from './menu.tsx';
import { nextMenuItem, placeMenu } from './menu-rules.ts';

const itemClasses =
  'flex min-h-8 w-full select-none items-center gap-2 rounded-sm px-2 py-1 text-left outline-none focus:bg-highlight aria-disabled:text-faint [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted';

function ItemText({ icon, label, hint, shortcut }: { icon?: ReactNode; label: string; hint?: string; shortcut?: string }) {
  return (
    <>
      {icon}
      <span className="min-w-0 flex-1">
        {label}
        {hint && <span className="block text-muted text-xs">{hint}</span>}
      </span>
      {shortcut && <Kbd keys={shortcut} />}
    </>
  );
}

function Entry({ entry, close }: { entry: MenuEntry; close: () => void }) {
  const item = { role: 'menuitem', tabIndex: -1, className: itemClasses };
  switch (entry.type) {
    case 'separator':
      return <hr className="my-1 border-line border-t" />;
    case 'heading':
      return (
        <div role="presentation" className="px-2 pt-1.5 pb-1 text-muted text-xs">
          {entry.label}
        </div>
      );
    case 'link':
      return entry.download ? (
        <a {...item} href={entry.href} download onClick={close}>
          <ItemText {...entry} />
        </a>
      ) : (
        <Link {...item} href={entry.href} onClick={close}>
          <ItemText {...entry} />
        </Link>
      );
    case 'choice':
      return (
        <fieldset aria-label={entry.label}>
          <div className="px-2 pt-1.5 pb-1 text-muted text-xs">{entry.label}</div>
          {entry.options.map((option) => (
            <button
              type="button"
              key={option.value}
              role="menuitemradio"
              aria-checked={option.value === entry.value}
              tabIndex={-1}
              className={itemClasses}
              onClick={() => entry.onChange(option.value)}
            >
              {option.icon}
              <span className="flex-1">{option.label}</span>
              {option.value === entry.value && <Check aria-hidden="true" />}
            </button>
          ))}
        </fieldset>
      );
    default:
      return (
        <button
          type="button"
          {...item}
          className={classNames(itemClasses, entry.danger && 'text-critical-ink [&_svg]:text-critical-ink')}
          aria-disabled={entry.disabled || undefined}
          onClick={() => {
            if (entry.disabled) return;
            close();
            entry.onSelect();
          }}
        >
          <ItemText {...entry} />
        </button>
      );
  }
}

export interface MenuPopupProps {
  id: string;
  label: string;
  entries: readonly MenuEntry[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
  anchor: RefObject<HTMLElement | null>;
  side?: 'top' | 'bottom';
  align?: 'start' | 'end';
}

/**
 * The floating half of `Menu`, loaded when first opened. It stands in the browser's top layer and, in the page, where its button does: so it
 * lies above every dialog, inside the button's landmark, and needs no focus guards.
 */
export function MenuPopup({ id, label, entries, open, onOpenChange, anchor, side = 'bottom', align = 'start' }: MenuPopupProps) {
  const popup = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const menu = popup.current;
    const button = anchor.current;
    if (!open || !menu || !button) return;
    const items = () => [...menu.querySelectorAll<HTMLElement>('[role^="menuitem"]')];
    const close = () => onOpenChange(false);
    menu.showPopover();
    placeMenu(menu, button, side, align);
    items()[0]?.focus();

    const onKeyDown = (event: KeyboardEvent) => {
      // Kept from dialogs and popovers around the menu: Escape closes the innermost alone.
      event.stopPropagation();
      if (event.key === 'Escape' || event.key === 'Tab') {
        event.preventDefault();
        close();
        button.focus();
        return;
      }
      const all = items();
      const next = nextMenuItem(
        event.key,
        all.findIndex((item) => item.matches(':focus')),
        all.map((item) => item.textContent ?? ''),
      );
      if (next === null) return;
      event.preventDefault();
      all[next]?.focus();
    };
    const onPointerDown = (event: PointerEvent) => {
      if (event.target instanceof Node && !menu.contains(event.target) && !button.contains(event.target)) close();
    };
    const onPointerMove = (event: PointerEvent) => {
      const item = event.target instanceof Element ? event.target.closest<HTMLElement>('[role^="menuitem"]') : null;
      if (item !== document.activeElement) item?.focus({ preventScroll: true });
    };
    menu.addEventListener('keydown', onKeyDown);
    menu.addEventListener('pointermove', onPointerMove);
    document.addEventListener('pointerdown', onPointerDown, true);
    window.addEventListener('resize', close);
    return () => {
      menu.removeEventListener('keydown', onKeyDown);
      menu.removeEventListener('pointermove', onPointerMove);
      document.removeEventListener('pointerdown', onPointerDown, true);
      window.removeEventListener('resize', close);
      if (menu.matches(':popover-open')) menu.hidePopover();
    };
  }, [open, onOpenChange, anchor, side, align]);

  return (
    <div
      ref={popup}
      id={id}
      popover="manual"
      role="menu"
      aria-label={label}
      tabIndex={-1}
      className="fixed inset-auto m-0 max-h-[calc(100dvh-1rem)] min-w-48 max-w-80 overflow-auto rounded-md bg-raised p-1 text-ink text-sm shadow-float outline-none open:animate-float-in"
    >
      {open &&
        entries.map((entry) => (
          <Entry
            key={entry.id}
            entry={entry}
            close={() => {
              onOpenChange(false);
              anchor.current?.focus();
            }}
          />
        ))}
    </div>
  );
}

export default MenuPopup;
