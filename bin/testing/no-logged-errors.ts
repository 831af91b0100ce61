/** Loaded before each test file: whatever is logged as an error fails the test that it was logged in. */
import { afterEach, expect } from 'vitest';

const logged: string[] = [];
console.error = (...words: unknown[]) => void logged.push(words.map(String).join(' '));

afterEach(() => {
  expect(logged.splice(0), 'console.error was called').toEqual([]);
});
