import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { checkout } from '#bin/setup/checkout.ts';

/** A program of node_modules/.bin. */
export const tool = (name: string) => join(checkout, 'node_modules', '.bin', name);

/** Runs a program with its output shown as it comes; returns its exit code. */
export function runShown(command: string, parameters: string[], env: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, parameters, { cwd: checkout, env: { ...process.env, ...env }, stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/** A heading above what a program says. */
export function heading(text: string): void {
  console.log(`\n── ${text} ${'─'.repeat(Math.max(3, 70 - text.length))}`);
}
