/**
 * The text of a token: prefix, secret, checksum. The checksum lets a scanner tell a token from a word that looks like one, and lets us
 * refuse a mistyped one without asking the database.
 */
import { randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { type Bearer, checksumLength, secretLength, tokenPrefixes } from './rules.ts';

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const wellFormed = new RegExp(`^gths?_[0-9A-Za-z]{${secretLength + checksumLength}}$`);

/** A new token: 190 bits drawn by the system's generator. */
export function drawToken(bearer: Bearer): string {
  const secret = Array.from({ length: secretLength }, () => letters.charAt(randomInt(letters.length))).join('');
  const body = tokenPrefixes[bearer] + secret;
  return body + checksumOf(body);
}

/** The CRC-32 of prefix and secret in base 62, with leading zeros. */
export function checksumOf(body: string): string {
  let rest = crc32(body);
  let digits = '';
  for (let at = 0; at < checksumLength; at += 1) {
    digits = letters.charAt(rest % letters.length) + digits;
    rest = Math.floor(rest / letters.length);
  }
  return digits;
}

/** Has the form of a token, with the checksum that belongs to it? Says nothing on whether it was ever made. */
export const isWellFormed = (token: string): boolean =>
  wellFormed.test(token) && checksumOf(token.slice(0, -checksumLength)) === token.slice(-checksumLength);

/** By what its owner tells it from others: the prefix and the last four letters. */
export const hintOf = (token: string): string => `${token.slice(0, token.indexOf('_') + 1)}…${token.slice(-4)}`;
