'use client';

import { useRouter } from 'next/navigation';
import { useOperationForm } from '#components/data/form/use-operation-form.ts';
import { RequestError } from '#lib/client.ts';
import type { CatalogueChange } from '#lib/risks/catalogue/changes/schema.ts';
import { type ChangeWords, useCatalogueChange } from './use-catalogue-change.tsx';

export interface EntryFormOptions<Values> {
  initial: Values;
  version?: number;
  /** The change that these values ask for; `changed` names the fields that differ. */
  change: (values: Values, changed: readonly string[], version: number) => CatalogueChange;
  words: (values: Values) => ChangeWords;
  /** What stands on the server, in the form's terms, where somebody else was faster. */
  readCurrent?: (current: Record<string, unknown>) => Record<string, unknown>;
  /** Where to go once it is saved. */
  href: (values: Values) => string;
}

/** A form of an entry of the catalogue: what would move is shown before it is saved. */
export function useEntryForm<Values extends Readonly<Record<string, unknown>>>({
  initial,
  version,
  change,
  words,
  readCurrent = (current) => current,
  href,
}: EntryFormOptions<Values>) {
  const router = useRouter();
  const { make, dialog } = useCatalogueChange();
  const form = useOperationForm<Values, string>({
    initial,
    version,
    submit: async (values, changed, seen) => {
      const done = await make(change(values, changed, seen ?? 0), words(values)).catch((error: unknown) => {
        const current = error instanceof RequestError && error.details.current;
        if (!current) throw error;
        throw new RequestError(error.code, error.message, { ...error.details, current: readCurrent(current) }, error.requestId);
      });
      if (!done) throw new RequestError('conflict', 'Nothing was saved yet. What you typed is kept.', {}, null);
      return href(values);
    },
    onDone: (to) => router.push(to),
  });
  return { form, dialog, cancel: (to: string) => router.push(to) };
}
