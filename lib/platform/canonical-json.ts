/** One text for one value, so that digests taken at different times and places agree: RFC 8785 (JCS). */

/**
 * Members in the order of their names (by UTF-16 code units), no white space, strings and numbers as ECMAScript writes them; numbers are IEEE
 * doubles. Members that are undefined are left out.
 * @throws Error for what JSON does not hold: functions, symbols, big integers, numbers that are not finite, dates and other instances.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && isPlain(value)) {
    const held = value as Record<string, unknown>;
    const names = Object.keys(held).filter((name) => held[name] !== undefined);
    return `{${names
      .sort()
      .map((name) => `${JSON.stringify(name)}:${canonicalJson(held[name])}`)
      .join(',')}}`;
  }
  throw new Error(`JSON does not hold this: ${typeof value}`);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
