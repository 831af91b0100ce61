import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from './problem.ts';

/** Adds what `.env` in this folder says to the environment; what is set there already wins. */
export function loadEnvironmentFile(folder: string): void {
  const file = join(folder, '.env');
  if (!existsSync(file)) return;
  try {
    process.loadEnvFile(file);
  } catch (error) {
    throw new Problem(
      `${file} cannot be read (${error instanceof Error ? error.message : error}). Give this user the right to it, or move it away.`,
    );
  }
}

/** The settings of this start, or a Problem that names each wrong one and what was expected. */
export async function readSettings() {
  const { EnvironmentError, parseSettings } = await import('#lib/platform/env.ts');
  try {
    return parseSettings(process.env);
  } catch (error) {
    if (error instanceof EnvironmentError)
      throw new Problem(`${error.message}\nCorrect it in the environment or in .env; .env.example describes each setting.`);
    throw error;
  }
}
