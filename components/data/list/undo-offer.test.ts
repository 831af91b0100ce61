import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { offerUndo, subscribeToUndo, undoOffered } from './undo-offer.ts';

const tenMinutes = 10 * 60_000;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
});
afterEach(() => {
  offerUndo(null);
  vi.useRealTimers();
});

const offerOf = (path = '/assets') => ({ path, label: 'Set stage: 2 assets', until: Date.now() + tenMinutes, run: async () => undefined });

it('stands in its own list for as long as the server allows, and not a moment longer', () => {
  let told = 0;
  const unsubscribe = subscribeToUndo(() => {
    told += 1;
  });
  offerUndo(offerOf());
  expect(told).toBe(1);
  expect(undoOffered('/assets', Date.now())?.label).toBe('Set stage: 2 assets');
  expect(undoOffered('/findings', Date.now())).toBeNull();
  vi.advanceTimersByTime(tenMinutes - 1);
  expect(undoOffered('/assets', Date.now())).not.toBeNull();
  expect(told).toBe(1);
  vi.advanceTimersByTime(1);
  expect(undoOffered('/assets', Date.now())).toBeNull();
  expect(told, 'the list hears that it is too late').toBe(2);
  unsubscribe();
});

it('gives way to a later change, and goes when it was taken', () => {
  offerUndo(offerOf());
  offerUndo({ ...offerOf(), label: 'Retire: 1 asset' });
  expect(undoOffered('/assets', Date.now())?.label).toBe('Retire: 1 asset');
  offerUndo(null);
  expect(undoOffered('/assets', Date.now())).toBeNull();
});
