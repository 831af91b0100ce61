'use client';

import { type FormEvent, useCallback, useEffect, useRef, useState } from 'react';
import type { FieldProps } from '#components/ui/field.tsx';
import { readFormError } from './form-error.ts';
import { changedFields, type FieldConflict, type FormValues, mergeCurrent } from './form-state.ts';
import { useLeaveGuard } from './use-leave-guard.ts';

type Name<Values> = keyof Values & string;

const mergedWithoutConflict =
  'Somebody else changed other fields in the meantime. Their values now stand here beside yours: look, and save again.';

export interface OperationFormOptions<Values extends FormValues, Result> {
  initial: Values;
  /**
   * Calls the operation. `version` is what to save over: the given one at first, after a conflict the server's. Whatever it throws is read by
   * `readFormError` and shown; nothing typed is lost.
   */
  submit: (values: Values, changed: readonly Name<Values>[], version: number | undefined) => Promise<Result>;
  onDone: (result: Result) => void;
  /** The version the values were loaded at, for what can be edited by two at once. */
  version?: number;
  /** Checks before sending: a message for each field that is wrong. */
  check?: (values: Values) => Readonly<Partial<Record<Name<Values>, string>>>;
}

export interface OperationForm<Values extends FormValues> {
  values: Values;
  set: <Key extends Name<Values>>(name: Key, value: Values[Key]) => void;
  /** Spread on `Field`: name and error. */
  field: (name: Name<Values>) => Pick<FieldProps, 'name' | 'error'>;
  /** Spread on the `form` element. */
  form: { ref: React.RefObject<HTMLFormElement | null>; noValidate: true; onSubmit: (event: FormEvent<HTMLFormElement>) => void };
  busy: boolean;
  dirty: boolean;
  /** What is wrong with the whole, to show above the fields. */
  failure: string | null;
  conflicts: readonly FieldConflict<Name<Values>>[];
  /** Takes one side of a conflict: yours keeps what was typed, theirs takes what the server holds. */
  resolve: (name: Name<Values>, side: 'yours' | 'theirs') => void;
  reset: () => void;
}

/**
 * The form pattern: collects values, calls one operation, shows what it refuses at the fields and moves the focus to the first of them,
 * keeps everything typed whatever happens, warns before leaving with unsaved changes, and puts concurrent edits side by side.
 */
export function useOperationForm<Values extends FormValues, Result>(options: OperationFormOptions<Values, Result>): OperationForm<Values> {
  const [base, setBase] = useState(options.initial);
  const [values, setValues] = useState(options.initial);
  const [version, setVersion] = useState(options.version);
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [failure, setFailure] = useState<string | null>(null);
  const [conflicts, setConflicts] = useState<readonly FieldConflict<Name<Values>>[]>([]);
  const [busy, setBusy] = useState(false);
  const [saved, setSaved] = useState(false);
  const ref = useRef<HTMLFormElement>(null);
  const changed = changedFields(base, values);
  const dirty = changed.length > 0 && !saved;
  useLeaveGuard(dirty);

  useEffect(() => {
    // Fields carry `data-field` in page order: the first wrong one, wherever it stands.
    const first = [...(ref.current?.querySelectorAll<HTMLElement>('[data-field]') ?? [])].find(
      (field) => errors[field.dataset.field ?? ''],
    );
    first?.querySelector<HTMLElement>('input, select, textarea, button')?.focus();
  }, [errors]);

  const set = useCallback(<Key extends Name<Values>>(name: Key, value: Values[Key]) => {
    setValues((current) => ({ ...current, [name]: value }));
    setErrors((current) => {
      if (!current[name]) return current;
      const { [name]: _, ...others } = current;
      return others;
    });
  }, []);

  function show(error: ReturnType<typeof readFormError>) {
    let { message } = error;
    if (error.code === 'conflict' && error.current) {
      const merged = mergeCurrent(base, values, error.current);
      setBase({ ...base, ...Object.fromEntries(Object.keys(base).map((name) => [name, error.current?.[name] ?? base[name]])) });
      setValues(merged.values);
      setConflicts(merged.conflicts);
      if (merged.conflicts.length === 0) message = mergedWithoutConflict;
      if (typeof error.current.version === 'number') setVersion(error.current.version);
    }
    const shown = new Set([...(ref.current?.querySelectorAll<HTMLElement>('[data-field]') ?? [])].map((field) => field.dataset.field));
    const homeless = Object.entries(error.fields).filter(([name]) => !shown.has(name));
    // What stands at a field is not said twice.
    const atField = Object.entries(error.fields).some(
      ([name, text]) => shown.has(name) && (message === text || message === `${name}: ${text}`),
    );
    const above = [...(atField ? [] : [message]), ...homeless.map(([name, text]) => `${name}: ${text}`)];
    setFailure(above.length > 0 ? above.join(' ') : null);
    setErrors(error.fields);
  }

  async function send() {
    const wrong = Object.entries(options.check?.(values) ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
    if (wrong.length > 0) {
      setFailure(null);
      return setErrors(Object.fromEntries(wrong));
    }
    setBusy(true);
    setFailure(null);
    try {
      const result = await options.submit(values, changed, version);
      setSaved(true);
      options.onDone(result);
    } catch (thrown) {
      show(readFormError(thrown));
    } finally {
      setBusy(false);
    }
  }

  return {
    values,
    set,
    field: (name) => ({ name, error: errors[name] ?? null }),
    form: {
      ref,
      noValidate: true,
      onSubmit(event) {
        event.preventDefault();
        if (!busy) void send();
      },
    },
    busy,
    dirty,
    failure,
    conflicts,
    resolve(name, side) {
      const conflict = conflicts.find((one) => one.name === name);
      if (conflict && side === 'theirs') setValues((current) => ({ ...current, [name]: conflict.theirs }));
      setConflicts(conflicts.filter((one) => one.name !== name));
    },
    reset() {
      setValues(base);
      setErrors({});
      setFailure(null);
      setConflicts([]);
    },
  };
}
