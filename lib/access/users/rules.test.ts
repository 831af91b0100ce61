import { expect, test } from 'vitest';
import { isTimeZone } from './rules.ts';

test.each(['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Pacific/Chatham', 'Etc/GMT+5'])('%s is a zone', (name) => {
  expect(isTimeZone(name)).toBe(true);
});

test.each(['', 'Europe/Atlantis', '+02:00', 'Europe/Berlin\n', '../etc/passwd', 'CEST?'])('%s is none', (name) => {
  expect(isTimeZone(name)).toBe(false);
});
