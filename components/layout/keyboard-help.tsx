'use client';

import { Dialog } from '#components/ui/dialog.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { useModifierKey } from './modifier-key.ts';
import { groupShortcuts } from './shortcuts.ts';
import { currentShortcuts } from './use-shortcuts.ts';

/** Spells keys for reading: "mod+k" is "⌘ K" or "Ctrl K". */
function readable(keys: string, modifier: string): string {
  return keys
    .replace('mod+k', `${modifier} K`)
    .replace('Arrow', '')
    .replace('Down', '↓')
    .replace('Up', '↑')
    .replace('Shift+', '⇧ ')
    .replace('Escape', 'Esc');
}

/** The list of keys, made from those in force on this page. */
export function KeyboardHelp({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const modifier = useModifierKey();
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
                  <Kbd keys={readable(shortcut.keys, modifier)} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
