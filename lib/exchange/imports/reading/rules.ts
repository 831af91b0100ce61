import { createHash } from 'node:crypto';

/** By what a CSV's mapping is remembered: the names of its columns, in order. */
export const headerDigest = (header: readonly string[]): string => createHash('sha256').update(JSON.stringify(header)).digest('hex');
