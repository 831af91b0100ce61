'use client';

import { useRouter } from 'next/navigation';
import { Suspense, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { lazily, Nothing } from '#components/ui/lazily.tsx';
import { Toaster } from '#components/ui/toaster.tsx';
import type { NavigationGroup, NavigationPicture } from './navigation.ts';
import { type PaletteSource, usePaletteSource } from './palette-sources.ts';
import { useShortcuts } from './use-shortcuts.ts';

const loadPalette = () => import('./command-palette.tsx');
const CommandPalette = lazily(loadPalette);
const KeyboardHelp = lazily(async () => ({ default: (await import('./keyboard-help.tsx')).KeyboardHelp }));

const TooltipLayer = lazily(async () => ({ default: (await import('#components/ui/tooltip-layer.tsx')).TooltipLayer }), Nothing);

type Overlay = 'palette' | 'keys' | null;

let current: Overlay = null;
const listeners = new Set<() => void>();

/** Opens the palette or the list of keys, or closes both. */
export function showOverlay(overlay: Overlay): void {
  current = overlay;
  for (const listener of listeners) listener();
}

/** Fetches the palette's code ahead of its first use. */
export function warmPalette(): void {
  void loadPalette();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** True once the pointer or the keyboard has reached anything that has a tooltip: until then their code is not needed. */
function useFirstPointing(): boolean {
  const [pointed, setPointed] = useState(false);
  useEffect(() => {
    if (pointed) return;
    const look = (event: Event) => {
      if (event.target instanceof Element && event.target.closest('[data-tooltip]')) setPointed(true);
    };
    document.addEventListener('pointerover', look);
    document.addEventListener('focusin', look);
    return () => {
      document.removeEventListener('pointerover', look);
      document.removeEventListener('focusin', look);
    };
  }, [pointed]);
  return pointed;
}

const pictureOf = (picture: NavigationPicture) => <span aria-hidden="true" className={`picture navigation-${picture}`} />;

/** What floats over every page of the shell: palette, list of keys, toasts, tooltips; and the shell's own shortcuts. */
export function Overlays({ groups }: { groups: readonly NavigationGroup[] }) {
  const router = useRouter();
  const overlay = useSyncExternalStore(
    subscribe,
    () => current,
    () => null,
  );
  const [used, setUsed] = useState<ReadonlySet<Overlay>>(new Set());
  if (overlay && !used.has(overlay)) setUsed(new Set([...used, overlay]));
  const pointed = useFirstPointing();
  const entries = useMemo(() => groups.flatMap((group) => group.entries), [groups]);
  usePaletteSource(
    useMemo<PaletteSource>(
      () => ({
        id: 'navigation',
        heading: 'Go to',
        items: entries.flatMap((entry) => {
          const icon = pictureOf(entry.picture);
          return [
            { id: entry.href, label: entry.label, icon, href: entry.href, shortcut: entry.key && `g ${entry.key}` },
            ...(entry.children ?? []).map(({ href, label }) => ({ id: href, label, hint: entry.label, icon, href })),
          ];
        }),
      }),
      [entries],
    ),
  );
  useShortcuts([
    { keys: 'mod+k', label: 'Command palette', group: 'Anywhere', run: () => showOverlay(current === 'palette' ? null : 'palette') },
    { keys: '?', label: 'This list of keys', group: 'Anywhere', run: () => showOverlay('keys') },
    ...entries
      .filter((entry) => entry.key)
      .map((entry) => ({ keys: `g ${entry.key}`, label: entry.label, group: 'Go to', run: () => router.push(entry.href) })),
  ]);
  const onOpenChange = (open: boolean) => {
    if (!open) showOverlay(null);
  };
  return (
    <>
      <Suspense fallback={null}>{pointed && <TooltipLayer />}</Suspense>
      <Toaster />
      <Suspense fallback={null}>
        {used.has('palette') && <CommandPalette open={overlay === 'palette'} onOpenChange={onOpenChange} />}
      </Suspense>
      <Suspense fallback={null}>{used.has('keys') && <KeyboardHelp open={overlay === 'keys'} onOpenChange={onOpenChange} />}</Suspense>
    </>
  );
}
