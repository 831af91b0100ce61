/** Joins class names, leaving out what is false or absent. Later names do not override earlier ones: never pass two of the same property. */
export function classNames(...parts: readonly (string | false | null | undefined)[]): string {
  return parts.filter(Boolean).join(' ');
}
