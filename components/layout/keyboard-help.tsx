'use client';

import { Dialog } from '#components/ui/dialog.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { groupShortcuts } from './shortcuts.ts';
import { currentShortcuts } from './use-shortcuts.ts';

/** Spells keys for reading: "mod+k" is "⌘ K" or "Ctrl K". */
function readable(keys: string): string {
  const modifier = /Mac|iPhone|iPad/u.test(navigator.userAgent) ? '⌘' : 'Ctrl';
  return keys.replace('mod+', `${modifier} `).replace('ArrowDown', '↓').replace('ArrowUp', '↑').replace('Shift+', '⇧ ');
}

/** The list of keys, made from those in force on this page. */
export function KeyboardHelp({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard" width="md">
      <div className="columns-1 gap-8 sm:columns-2">
        {groupShortcuts(open ? currentShortcuts() : []).map(({ group, shortcuts }) => (
          <section key={group} className="mb-5 break-inside-avoid">
            <h3 className="mb-1.5 text-muted text-xs">{group}</h3>
            <ul className="flex flex-col">
              {shortcuts.map((shortcut) => (
                <li key={shortcut.keys} className="flex min-h-7 items-center justify-between gap-4">
                  {shortcut.label}
                  <Kbd keys={readable(shortcut.keys)} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
