import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'rolldown';
import { checkout } from './checkout.ts';

/** Writes the command line as one readable file that runs on Node alone, for builds that fetch it from their own Gatehouse. */
export async function bundleCommandLine(file: string): Promise<void> {
  await build({
    input: join(checkout, 'bin', 'command-line', 'main.ts'),
    cwd: checkout,
    platform: 'node',
    output: { file, format: 'esm', codeSplitting: false, minify: 'dce-only', banner: '#!/usr/bin/env node' },
  });
  await chmod(file, 0o755);
}
