import type { PaletteItem } from './palette-sources.ts';

/** Whether every word typed begins a word of the item's label, hint or keywords: "new as" finds "New asset". */
export function matchesWords(item: Pick<PaletteItem, 'label' | 'hint' | 'keywords'>, text: string): boolean {
  const words = [item.label, item.hint ?? '', ...(item.keywords ?? [])]
    .join(' ')
    .toLocaleLowerCase('en')
    .split(/[\s/,·-]+/u);
  return text
    .toLocaleLowerCase('en')
    .split(/\s+/u)
    .filter(Boolean)
    .every((typed) => words.some((word) => word.startsWith(typed)));
}
