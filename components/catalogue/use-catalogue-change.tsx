'use client';

import { useRouter } from 'next/navigation';
import { type ReactNode, useRef, useState } from 'react';
import { showToast } from '#components/ui/toast.ts';
import { RequestError, request } from '#lib/client.ts';
import type { CatalogueChange, ChangePreview } from '#lib/risks/catalogue/changes/schema.ts';
import { ChangeDialog } from './change-dialog.tsx';

/** What a change is called where it is confirmed: "Switch off “Model theft”?", "Switch off". */
export interface ChangeWords {
  title: string;
  confirm: string;
  done: string;
  danger?: boolean;
  /** What it means, beside how many assets move. */
  consequence?: ReactNode;
  /** Asks even where no level can move. */
  always?: boolean;
}

/** Fields of a change are fields of the form: "change.name" is "name". */
function ofForm(error: unknown): unknown {
  if (!(error instanceof RequestError) || !error.details.fields) return error;
  const bare = (text: string) => text.replace(/^change\./, '');
  const fields = Object.fromEntries(Object.entries(error.details.fields).map(([name, text]) => [bare(name), text]));
  return new RequestError(error.code, bare(error.message), { ...error.details, fields }, error.requestId);
}

/**
 * Makes changes of the catalogue: looks at what would move, shows it wherever levels can, and applies it once it is confirmed. `make` is false when the
 * person would rather not; it rejects with what the server refused. `toast` tells of a refusal by itself.
 */
export function useCatalogueChange() {
  const router = useRouter();
  const [asked, setAsked] = useState<{ preview: ChangePreview; words: ChangeWords } | null>(null);
  const [busy, setBusy] = useState(false);
  const answer = useRef<(go: boolean) => void>(() => undefined);

  async function make(change: CatalogueChange, words: ChangeWords): Promise<boolean> {
    setBusy(true);
    try {
      const preview = await request('POST /catalogue/changes/preview', { change });
      if (preview.movesLevels || words.always) {
        const go = await new Promise<boolean>((resolve) => {
          answer.current = resolve;
          setAsked({ preview, words });
        });
        if (!go) return false;
      }
      const { changes, recalculation } = await request('POST /catalogue/changes', { change, seen: preview.seen });
      showToast(changes === 0 ? 'Nothing was different.' : words.done, {
        tone: 'good',
        detail: recalculation ? 'Levels are being worked out again; that goes on by itself.' : undefined,
      });
      router.refresh();
      return true;
    } catch (error) {
      throw ofForm(error);
    } finally {
      setAsked(null);
      setBusy(false);
    }
  }

  async function toast(change: CatalogueChange, words: ChangeWords): Promise<boolean> {
    try {
      return await make(change, words);
    } catch (error) {
      showToast('It was not changed.', { tone: 'danger', detail: error instanceof Error ? error.message : 'Try again.' });
      router.refresh();
      return false;
    }
  }

  const dialog = asked && <ChangeDialog {...asked} onDecide={(go) => answer.current(go)} />;
  return { make, toast, busy, dialog };
}
