'use client';

import { useEffect, useRef } from 'react';
import { keyName, matchKey, type Shortcut } from './shortcuts.ts';

const registered: { current: readonly Shortcut[] }[] = [];
let pressed = '';
let pressedAt = 0;

/** Every shortcut in force, the shell's first and the page's after. */
export function currentShortcuts(): readonly Shortcut[] {
  return registered.flatMap((entry) => entry.current);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.tagName === 'TEXTAREA' || target.tagName === 'SELECT') return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit', 'file'].includes(target.type);
}

function inFloatingLayer(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]') !== null;
}

function handleKey(event: KeyboardEvent) {
  const key = keyName(event);
  if (!key || event.defaultPrevented || event.isComposing) return;
  // With a modifier a shortcut works everywhere; a bare key only where it types nothing and no popup has the keyboard.
  if (!key.startsWith('mod+') && (isTyping(event.target) || inFloatingLayer(event.target))) return;
  // Enter on a button or link is that button's or link's.
  if (key === 'Enter' && event.target instanceof Element && event.target.closest('a, button, summary')) return;
  const match = matchKey(event.timeStamp - pressedAt < 1200 ? pressed : '', key, currentShortcuts());
  pressed = match.kind === 'waiting' ? match.pressed : '';
  pressedAt = event.timeStamp;
  if (match.kind === 'hit') {
    event.preventDefault();
    match.shortcut.run(event);
  }
}

/** Puts shortcuts in force while the component is mounted. They may change on every render. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const entry = useRef(shortcuts);
  useEffect(() => {
    entry.current = shortcuts;
  });
  useEffect(() => {
    if (registered.length === 0) document.addEventListener('keydown', handleKey);
    registered.push(entry);
    return () => {
      registered.splice(registered.indexOf(entry), 1);
      if (registered.length === 0) document.removeEventListener('keydown', handleKey);
    };
  }, []);
}
