/** `npm run bench`: how fast Gatehouse is on inventories of several sizes. Results on standard output, progress on standard error. */
import { Console } from 'node:console';
import { stopWith } from '#bin/running/problem.ts';
import { generate } from '#bin/setup/generate.ts';
import { install } from '#bin/setup/install.ts';
import { isStopping, undoAll, undoOnSignals } from './clean-up.ts';
import { benchHelp, benchOptions } from './options.ts';

async function bench(): Promise<number> {
  const options = benchOptions(process.argv.slice(2));
  if (options.help) {
    console.log(benchHelp);
    return 0;
  }
  // Standard output belongs to the results; what the steps of a start say goes beside them.
  globalThis.console = new Console(process.stderr, process.stderr);
  const stopped = undoOnSignals();
  try {
    await install();
    await generate();
    const { runBench } = await import('./run.ts');
    return await Promise.race([stopped, runBench(options).then(() => 0)]);
  } catch (error) {
    if (isStopping()) return await stopped;
    throw error;
  } finally {
    await undoAll();
  }
}

bench().then((code) => process.exit(code), stopWith);
