'use client';

import type { CatalogueChange } from '#lib/risks/catalogue/changes/schema.ts';
import { useEntryForm } from './use-entry-form.tsx';
import type { EntryWords } from './words-fields.tsx';

/** Fields of a form as a change: they have the API's names, and the server says which of them is wrong. */
const asChange = (fields: Readonly<Record<string, unknown>>) => fields as unknown as CatalogueChange;

export interface ReferringFormOptions<Values> {
  initial: Values;
  /** The version that is edited; null for a new entry. */
  version: number | null;
  /** Of a built-in entry the references that it came with, which stay; null for one of one's own. */
  shipped: readonly string[] | null;
}

/** The form of a threat or of a control: only what changed is sent, and the references that a built-in entry came with stay with it. */
export function useReferringForm<Values extends EntryWords>(noun: 'threat' | 'control', options: ReferringFormOptions<Values>) {
  const { initial, version } = options;
  const shipped = options.shipped ?? [];
  const isNew = version === null;
  const href = (key: string) => `/catalogue/${noun}s/${key}`;
  const label = noun.charAt(0).toUpperCase() + noun.slice(1);
  const entry = useEntryForm<Values>({
    initial,
    version: version ?? undefined,
    change: (values, changed, seen) => {
      const all = { ...values, references: [...shipped, ...values.references] };
      if (isNew) return asChange({ type: `add-${noun}`, ...all });
      const only = Object.fromEntries(Object.entries(all).filter(([name]) => changed.includes(name)));
      return asChange({ type: `edit-${noun}`, ...only, key: values.key, version: seen });
    },
    words: ({ name }) => ({
      title: isNew ? `Add “${name}”?` : `Change “${name}”?`,
      confirm: isNew ? `Add ${noun}` : 'Change',
      done: isNew ? `${label} added.` : `${label} saved.`,
    }),
    readCurrent: (current) => ({ ...current, references: (current['references'] as string[]).filter((each) => !shipped.includes(each)) }),
    href: ({ key }) => href(key),
  });
  return { ...entry, isNew, builtIn: options.shipped !== null, href };
}
