export type FormValues = Readonly<Record<string, unknown>>;

/** One field that was changed here and, meanwhile, by somebody else. */
export interface FieldConflict<Name extends string = string> {
  name: Name;
  base: unknown;
  yours: unknown;
  theirs: unknown;
}

/** Whether two field values mean the same. Lists are compared in order; nothing, null and the empty text are one. */
export function sameValue(a: unknown, b: unknown): boolean {
  const plain = (value: unknown) => (value === undefined || value === '' ? null : value);
  return JSON.stringify(plain(a)) === JSON.stringify(plain(b));
}

/** The names of the fields that differ from what was loaded. */
export function changedFields<Values extends FormValues>(initial: Values, values: Values): (keyof Values & string)[] {
  return Object.keys(values).filter((name) => !sameValue(values[name], initial[name]));
}

/**
 * Puts a form together with what the server holds by now. A field that only the other side changed takes their value; one that only this
 * side changed keeps what was typed; one that both changed to different values is a conflict and keeps what was typed until the person
 * chooses.
 */
export function mergeCurrent<Values extends FormValues>(
  initial: Values,
  values: Values,
  current: FormValues,
): { values: Values; conflicts: FieldConflict<keyof Values & string>[] } {
  const merged: Record<string, unknown> = { ...values };
  const conflicts: FieldConflict<keyof Values & string>[] = [];
  for (const name of Object.keys(values)) {
    if (!Object.hasOwn(current, name)) continue;
    const theirs = current[name];
    if (sameValue(theirs, initial[name]) || sameValue(theirs, values[name])) continue;
    if (sameValue(values[name], initial[name])) merged[name] = theirs;
    else conflicts.push({ name, base: initial[name], yours: values[name], theirs });
  }
  return { values: merged as Values, conflicts };
}
