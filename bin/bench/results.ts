/** What the bench prints: one JSON object a line on standard output, nothing else there. */
import { writeSync } from 'node:fs';

export type Measured = { name: string; rows: number; clients: number; samples: number[]; unit: string };
export type Reference = { name: string; p50: number };

/** The value below which `share` (0 to 1) of the samples lie, by the nearest rank. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** A measurement as something to compare with; its size is named, for the same is measured at several. */
export const asReference = ({ name, rows, samples }: Measured): Reference => ({ name: `${name}@${rows}`, p50: percentile(samples, 0.5) });

/** Prints a measurement, compared with each reference or with none. */
export function report(measured: Measured, references: readonly Reference[] = []): void {
  const { name, rows, clients, samples, unit } = measured;
  const [p50, p95] = [percentile(samples, 0.5), percentile(samples, 0.95)];
  for (const reference of references.length > 0 ? references : [null]) {
    const ratio = reference ? rounded(p50 / reference.p50) : null;
    const line = { name, rows, clients, p50: rounded(p50), p95: rounded(p95), unit, reference: reference?.name ?? null, ratio };
    writeSync(1, `${JSON.stringify(line)}\n`);
  }
}

const rounded = (value: number) => Number(value.toPrecision(4));

/** A line of progress, for whoever watches. */
export const tell = (text: string): void => void process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`);
