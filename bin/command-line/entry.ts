/** From a bare clone the command line installs what it needs first; standard output belongs to the answer. */
import { Console } from 'node:console';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '#bin/setup/checkout.ts';

if (!existsSync(join(checkout, 'node_modules', 'commander'))) {
  const { install } = await import('#bin/setup/install.ts');
  globalThis.console = new Console(process.stderr, process.stderr);
  await install();
}
await import('./main.ts');
