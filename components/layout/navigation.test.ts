import { expect, it } from 'vitest';
import { currentHref, isWithin } from './navigation.ts';

it('knows what lies within an entry', () => {
  expect(isWithin('/assets/1', '/assets')).toBe(true);
  expect(isWithin('/assets', '/assets')).toBe(true);
  expect(isWithin('/assets-old', '/assets')).toBe(false);
  expect(isWithin('/assets', '/')).toBe(false);
  expect(isWithin('/', '/')).toBe(true);
});

it('marks the deepest entry alone', () => {
  const hrefs = ['/', '/assets', '/assets/imports'];
  expect(currentHref('/assets/imports/7', hrefs)).toBe('/assets/imports');
  expect(currentHref('/assets/7', hrefs)).toBe('/assets');
  expect(currentHref('/settings', hrefs)).toBeNull();
});
