import { spawn } from 'node:child_process';
import { Problem } from '#bin/running/problem.ts';

export type Run = { cwd: string; env?: NodeJS.ProcessEnv; show?: boolean };

/**
 * Runs a program to its end. Its output is kept back and shown only when it fails, unless `show` passes it through.
 * Throws a Problem with the last lines of it.
 */
export async function run(what: string, command: string, parameters: string[], options: Run): Promise<string> {
  const output: string[] = [];
  const code = await new Promise<number>((resolve, reject) => {
    const child = spawn(command, parameters, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', options.show ? 'inherit' : 'pipe', options.show ? 'inherit' : 'pipe'],
    });
    child.stdout?.setEncoding('utf8').on('data', (text: string) => output.push(text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => output.push(text));
    child.on('error', reject);
    child.on('close', (status, signal) => resolve(status ?? (signal ? 1 : 0)));
  });
  const text = output.join('');
  if (code !== 0)
    throw new Problem(`${lastLines(text, 60)}\n${what} failed (\`${[command, ...parameters].join(' ')}\` ended with ${code}).`);
  return text;
}

/** The end of a program's output, where the reason stands. */
export function lastLines(text: string, count: number): string {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}
