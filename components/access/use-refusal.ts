import { type RefObject, useRef, useState } from 'react';
import { RequestError } from '#lib/client.ts';

export interface Refusal {
  form: RefObject<HTMLFormElement | null>;
  busy: boolean;
  /** What is wrong with the whole, to show above the fields. */
  message: string | null;
  /** What is wrong with each field, by its name. */
  fields: Readonly<Record<string, string>>;
  /** Shows what is wrong and moves the focus to the first field of it. True where there is anything. */
  refuse: (fields: Readonly<Record<string, string>>, message?: string | null) => boolean;
  /** Does the work and shows what it refuses. Where the work leaves the page, the form stays busy after it. */
  attempt: (work: () => Promise<void>, after?: 'leaves') => Promise<void>;
}

/** The form of one who is not signed in yet, or proves who they are: what was typed is never kept in state longer than it must. */
export function useRefusal(): Refusal {
  const form = useRef<HTMLFormElement>(null);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<Pick<Refusal, 'message' | 'fields'>>({ message: null, fields: {} });

  function refuse(fields: Readonly<Record<string, string>>, message: string | null = null): boolean {
    setWrong({ message, fields });
    const [first] = Object.keys(fields);
    const control = first === undefined ? null : form.current?.elements.namedItem(first);
    if (control instanceof HTMLInputElement) control.focus();
    return first !== undefined || message !== null;
  }

  async function attempt(work: () => Promise<void>, after?: 'leaves') {
    setBusy(true);
    setWrong({ message: null, fields: {} });
    try {
      await work();
      if (after !== 'leaves') setBusy(false);
    } catch (error) {
      setBusy(false);
      if (!(error instanceof RequestError)) throw error;
      const fields = error.details.fields ?? {};
      refuse(fields, Object.keys(fields).length > 0 ? null : error.message);
    }
  }

  return { form, busy, ...wrong, refuse, attempt };
}
