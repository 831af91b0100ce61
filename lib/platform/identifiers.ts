import { randomBytes, randomInt } from 'node:crypto';

let lastTime = 0;
let sequence = 0;

/** Drawn ahead: asking the system for each identifier takes longer than all the rest of it. */
let drawn = Buffer.alloc(0);
let used = 0;

function random(length: number): Buffer {
  if (used + length > drawn.length) {
    drawn = randomBytes(4096);
    used = 0;
  }
  used += length;
  return drawn.subarray(used - length, used);
}

/**
 * A UUID version 7 (RFC 9562): 48 bits of milliseconds, 12 of a sequence within the millisecond, 62 random. Keys made later sort later, those
 * of one millisecond and one process too, up to some two thousand.
 */
export function newId(at: number = Date.now()): string {
  sequence = at === lastTime ? sequence + 1 : randomInt(0x800);
  lastTime = at;
  const bytes = random(16);
  bytes.writeUIntBE(at, 0, 6);
  bytes.writeUInt16BE(0x7000 | (sequence & 0xfff), 6);
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
