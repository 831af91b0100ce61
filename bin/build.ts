/** `npm run build`: everything that `npm start` makes before it starts anything. The container image is built from it. */
import { stopWith } from './running/problem.ts';
import { build } from './setup/build.ts';
import { generate } from './setup/generate.ts';
import { install } from './setup/install.ts';

async function make(): Promise<void> {
  await install();
  await generate();
  await build();
}

make().then(() => process.exit(0), stopWith);
