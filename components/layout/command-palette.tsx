'use client';

import { Dialog } from '@base-ui/react/dialog';
import { Command } from 'cmdk';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { Kbd } from '#components/ui/kbd.tsx';
import { ProgressBar } from '#components/ui/progress-bar.tsx';
import { matchesWords } from './palette-items.ts';
import { type PaletteItem, type PaletteSource, paletteSources } from './palette-sources.ts';

interface Found {
  source: PaletteSource;
  items: readonly PaletteItem[];
  failed: boolean;
}

const shortest = 2;

function usePaletteSearch(text: string): { found: readonly Found[]; searching: boolean } {
  const [found, setFound] = useState<readonly Found[]>([]);
  const [searching, setSearching] = useState(false);
  useEffect(() => {
    const wanted = paletteSources().filter((source) => source.search);
    if (text.trim().length < shortest || wanted.length === 0) {
      setFound([]);
      setSearching(false);
      return;
    }
    const aborter = new AbortController();
    setSearching(true);
    const timer = setTimeout(async () => {
      const results = await Promise.all(
        wanted.map(async (source): Promise<Found> => {
          try {
            return { source, items: (await source.search?.(text.trim(), aborter.signal)) ?? [], failed: false };
          } catch {
            return { source, items: [], failed: true };
          }
        }),
      );
      if (aborter.signal.aborted) return;
      setFound(results);
      setSearching(false);
    }, 150);
    return () => {
      clearTimeout(timer);
      aborter.abort();
    };
  }, [text]);
  return { found, searching };
}

interface Group {
  id: string;
  heading: string;
  items: readonly PaletteItem[];
  failed: boolean;
}

/** What was found comes before what is fixed: whoever types a name wants the thing. */
function groupsOf(text: string, found: readonly Found[]): Group[] {
  const searched = found.map(({ source, items, failed }) => ({ id: `${source.id}-found`, heading: source.heading, items, failed }));
  const fixed = paletteSources().map(({ id, heading, items = [] }) => ({
    id,
    heading,
    items: items.filter((item) => matchesWords(item, text)),
    failed: false,
  }));
  return [...searched, ...fixed].filter((group) => group.items.length > 0 || group.failed);
}

function Row({ item, value, onChoose }: { item: PaletteItem; value: string; onChoose: (item: PaletteItem) => void }) {
  return (
    <Command.Item
      value={value}
      onSelect={() => onChoose(item)}
      className="flex h-9 cursor-pointer items-center gap-2.5 rounded-sm px-2.5 text-sm data-[selected=true]:bg-highlight [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted"
    >
      {item.icon}
      <span className="truncate">{item.label}</span>
      {item.hint && <span className="truncate text-faint">{item.hint}</span>}
      <span className="flex-1" />
      {item.shortcut && <Kbd keys={item.shortcut} />}
    </Command.Item>
  );
}

const groupClasses =
  '[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-muted [&_[cmdk-group-heading]]:text-xs';

function PaletteBody({ onChoose }: { onChoose: (item: PaletteItem) => void }) {
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState('');
  const { found, searching } = usePaletteSearch(text);
  const groups = groupsOf(text, found);
  const values = groups.flatMap((group) => group.items.map((item) => `${group.id}:${item.id}`));
  const current = values.includes(chosen) ? chosen : (values[0] ?? '');
  return (
    <Command label="Command palette" loop shouldFilter={false} value={current} onValueChange={setChosen}>
      <Command.Input
        value={text}
        onValueChange={(next) => {
          setText(next);
          setChosen('');
        }}
        placeholder="Go to, do or find…"
        className="h-12 w-full border-b bg-transparent px-4 text-base outline-none"
      />
      <div className="h-px overflow-hidden">{searching && <ProgressBar label="Searching" />}</div>
      <Command.List className="max-h-[min(26rem,60vh)] scroll-py-2 overflow-y-auto p-1.5">
        {groups.map((group) => (
          <Command.Group key={group.id} heading={group.heading} className={groupClasses}>
            {group.failed && <p className="px-2.5 py-1.5 text-critical-ink text-sm">The search did not answer. Type on to try again.</p>}
            {group.items.map((item) => (
              <Row key={item.id} item={item} value={`${group.id}:${item.id}`} onChoose={onChoose} />
            ))}
          </Command.Group>
        ))}
      </Command.List>
      {groups.length === 0 && (
        <p role="status" className="px-4 py-8 text-center text-muted text-sm">
          {searching ? 'Searching…' : `Nothing found for “${text}”.`}
        </p>
      )}
    </Command>
  );
}

/** The ⌘K palette: everything one can go to, do or find. Loaded when first opened; each opening starts empty. */
export function CommandPalette({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const router = useRouter();
  return (
    <Dialog.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 animate-fade-in bg-[oklch(0.15_0.01_255/0.45)]" />
        <Dialog.Popup
          aria-label="Command palette"
          className="fixed inset-x-0 top-[max(0.75rem,14vh)] z-40 mx-auto w-[calc(100vw-1.5rem)] max-w-150 animate-float-in overflow-hidden rounded-lg bg-raised shadow-float outline-none"
        >
          <PaletteBody
            onChoose={(item) => {
              onOpenChange(false);
              if (item.href) router.push(item.href);
              item.run?.();
            }}
          />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

export default CommandPalette;
