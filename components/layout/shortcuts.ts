/** One thing the keyboard does: the keys as one types them, "/" or "g a", and what it is called in the list of keys. */
export interface Shortcut {
  keys: string;
  label: string;
  /** The heading under which the list of keys shows it. */
  group: string;
  /** In force only while this holds: a key that means something inside a table alone. */
  when?: () => boolean;
  /** Left out of the list of keys: a second way to what stands there already. */
  unlisted?: boolean;
  run: (event: KeyEvent) => void;
}

/** What is read of a keyboard event, so that the rules can be tested without a browser. */
export interface KeyEvent {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  preventDefault(): void;
}

/** The name of a pressed key as shortcuts spell it: "k", "?", "Enter", and "mod+k" with Ctrl or ⌘. Null for a modifier alone. */
export function keyName(event: Omit<KeyEvent, 'preventDefault'>): string | null {
  if (['Shift', 'Control', 'Meta', 'Alt', 'Dead', 'Unidentified'].includes(event.key) || event.altKey) return null;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (event.ctrlKey || event.metaKey) return `mod+${key}`;
  return event.shiftKey && event.key.length > 1 ? `Shift+${key}` : key;
}

export type KeyMatch = { kind: 'hit'; shortcut: Shortcut } | { kind: 'waiting'; pressed: string } | { kind: 'none' };

/**
 * What a key means after those already pressed. Later shortcuts win over earlier ones with the same keys, so that a page overrides the
 * shell. A key that continues no sequence starts afresh: "g x" where only "x" is known runs "x".
 */
export function matchKey(pressed: string, key: string, shortcuts: readonly Shortcut[]): KeyMatch {
  const sequence = pressed ? `${pressed} ${key}` : key;
  const hit = shortcuts.findLast((shortcut) => shortcut.keys === sequence && (shortcut.when?.() ?? true));
  if (hit) return { kind: 'hit', shortcut: hit };
  if (shortcuts.some((shortcut) => shortcut.keys.startsWith(`${sequence} `))) return { kind: 'waiting', pressed: sequence };
  return pressed ? matchKey('', key, shortcuts) : { kind: 'none' };
}

/** Shortcuts by group, in order of first appearance, one line for each set of keys. */
export function groupShortcuts(shortcuts: readonly Shortcut[]): { group: string; shortcuts: Shortcut[] }[] {
  const groups = new Map<string, Map<string, Shortcut>>();
  for (const shortcut of shortcuts) {
    if (shortcut.unlisted) continue;
    const group = groups.get(shortcut.group) ?? new Map<string, Shortcut>();
    group.set(shortcut.keys, shortcut);
    groups.set(shortcut.group, group);
  }
  return [...groups].map(([group, byKeys]) => ({ group, shortcuts: [...byKeys.values()] }));
}
