'use client';

import { Menu } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode, RefObject } from 'react';
import { classNames } from './class-names.ts';
import { Kbd } from './kbd.tsx';
import type { MenuEntry } from './menu.tsx';
import { floatingPanel } from './popover-popup.tsx';

const itemClasses =
  'flex min-h-8 select-none items-center gap-2 rounded-sm px-2 py-1 outline-none data-disabled:text-faint highlighted:bg-hover [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted';

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

function Entry({ entry }: { entry: MenuEntry }) {
  switch (entry.type) {
    case 'separator':
      return <Menu.Separator className="my-1 h-px bg-line" />;
    case 'heading':
      return <div className="px-2 pt-1.5 pb-1 text-muted text-xs">{entry.label}</div>;
    case 'link':
      return entry.download ? (
        <Menu.LinkItem className={itemClasses} href={entry.href} download closeOnClick>
          <ItemText {...entry} />
        </Menu.LinkItem>
      ) : (
        <Menu.LinkItem className={itemClasses} closeOnClick render={<Link href={entry.href} />}>
          <ItemText {...entry} />
        </Menu.LinkItem>
      );
    case 'choice':
      return (
        <Menu.RadioGroup value={entry.value} onValueChange={(value: string) => entry.onChange(value)} aria-label={entry.label}>
          <div className="px-2 pt-1.5 pb-1 text-muted text-xs">{entry.label}</div>
          {entry.options.map((option) => (
            <Menu.RadioItem key={option.value} value={option.value} className={itemClasses} closeOnClick={false}>
              {option.icon}
              <span className="flex-1">{option.label}</span>
              <Menu.RadioItemIndicator>
                <Check aria-hidden="true" />
              </Menu.RadioItemIndicator>
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      );
    default:
      return (
        <Menu.Item
          className={classNames(itemClasses, entry.danger && 'text-critical-ink [&_svg]:text-critical-ink')}
          disabled={entry.disabled}
          onClick={entry.onSelect}
        >
          <ItemText {...entry} />
        </Menu.Item>
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
  side?: 'top' | 'bottom' | 'left' | 'right';
  align?: 'start' | 'center' | 'end';
}

/** The floating half of `Menu`, loaded when first opened. */
export function MenuPopup({ id, label, entries, open, onOpenChange, anchor, side = 'bottom', align = 'start' }: MenuPopupProps) {
  return (
    <Menu.Root
      open={open}
      modal={false}
      onOpenChange={(next, details) => {
        const target = details.event.target;
        if (!next && target instanceof Node && anchor.current?.contains(target) && details.reason === 'outside-press') details.cancel();
        else onOpenChange(next);
      }}
    >
      <Menu.Portal>
        <Menu.Positioner anchor={anchor} side={side} align={align} sideOffset={4} collisionPadding={8} className="z-50">
          <Menu.Popup
            id={id}
            aria-label={label}
            finalFocus={anchor}
            className={classNames(floatingPanel, 'max-h-(--available-height) min-w-48 max-w-80 overflow-auto p-1')}
          >
            {entries.map((entry) => (
              <Entry key={entry.id} entry={entry} />
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

export default MenuPopup;
