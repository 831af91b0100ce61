import { expect, it } from 'vitest';
import { matchesWords } from './palette-items.ts';

const item = { label: 'New asset', hint: 'Assets', keywords: ['create', 'add'] };

it('finds by the beginnings of words, in any order, in label, hint and keywords', () => {
  for (const text of ['', 'new', 'as ne', 'CREATE', 'add asset', '  new  ']) expect(matchesWords(item, text)).toBe(true);
  for (const text of ['sset', 'new model', 'x']) expect(matchesWords(item, text)).toBe(false);
});
