/** "Prompt injection (indirect)" as "prompt-injection-indirect": a key that the catalogue takes, at most 60 characters. */
export function entryKey(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '');
}
