import { parseArgs } from 'node:util';
import { Problem } from '#bin/running/problem.ts';

export type BenchOptions = { sizes: number[]; only: string[]; seed: number; seconds: number; help: boolean };

/** What is measured, and for how long. */
export type Plan = { wanted: (name: string) => boolean; seconds: number };

export const benchHelp = `npm run bench [-- OPTIONS]

Measures Gatehouse on inventories of several sizes in 50 teams, on a throw-away database with the settings of production. Results are JSON,
one object a line, on standard output: {name, rows, clients, p50, p95, unit, reference, ratio}; ratio is p50 over the reference's p50 of the
same run. Progress goes to standard error.

  --sizes N,N     how many assets (10000,100000,1000000)
  --only WORDS    only what has one of these words in its name, such as page.list,api or browser
  --seed X        a number from -1 to 1; the same seed fills the same inventory (0.42)
  --seconds X     for how long each is visited at most (5)
  --help          this text

Names: page.bare, page.list.*, page.overview.*, page.work.*, api.plain.*, api.list.*, api.total.*, api.facets.*, import.copy, import.csv, import.memory, audit.write.*, audit.seal, audit.list.*, risk.rescore,
risk.recalculate.*, catalogue.preview.*, insights.*, gates.verdict.*, gates.board.*, staleness.judge, staleness.path, browser.*, start.*.`;

/** Reads the command line of `npm run bench`. Throws a Problem that names what it did not understand. */
export function benchOptions(parameters: string[]): BenchOptions {
  const { values } = parsed(parameters);
  const sizes = list(values.sizes).map((text) => Number(text.replaceAll('_', '')));
  if (sizes.length === 0 || !sizes.every((size) => Number.isInteger(size) && size >= 100 && size <= 10_000_000))
    throw new Problem(`--sizes: expected whole numbers from 100 to 10000000, separated by commas, not ${values.sizes}.`);
  const seed = Number(values.seed);
  if (!(seed >= -1 && seed <= 1)) throw new Problem(`--seed: expected a number from -1 to 1, not ${values.seed}.`);
  const seconds = Number(values.seconds);
  if (!(seconds > 0 && seconds <= 600)) throw new Problem(`--seconds: expected a number up to 600, not ${values.seconds}.`);
  return { sizes: [...new Set(sizes)].sort((a, b) => a - b), only: list(values.only), seed, seconds, help: values.help };
}

const list = (text: string) => text.split(',').flatMap((each) => each.trim() || []);

function parsed(parameters: string[]) {
  try {
    return parseArgs({
      args: parameters,
      options: {
        sizes: { type: 'string', default: '10000,100000,1000000' },
        only: { type: 'string', default: '' },
        seed: { type: 'string', default: '0.42' },
        seconds: { type: 'string', default: '5' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    const said = error instanceof Error ? (error.message.split('\n')[0] ?? '').split('. ')[0] : error;
    throw new Problem(`${said}. Run npm run bench -- --help for the options.`);
  }
}
