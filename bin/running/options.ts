import { parseArgs } from 'node:util';
import { Problem } from './problem.ts';

export type StartOptions = { port?: number; empty: boolean; demoLogins: boolean; help: boolean };

export const startHelp = `npm start [-- OPTIONS]

Installs, builds and serves Gatehouse with its own database. What is up to date is skipped.

  --port N        listen on port N (3000, or PORT)
  --empty         do not load the demonstration organisation
  --demo-logins   let five people of the demonstration organisation sign in, with random passwords printed here
  --help          this text

Settings come from the environment or a file .env; .env.example lists them. With DATABASE_URL set, Gatehouse uses that
database (PostgreSQL 15 or later) and starts none. Data are kept in .gatehouse, or GATEHOUSE_DATA_DIR.`;

/** Reads the command line of `npm start`. Throws a Problem that names what it did not understand. */
export function startOptions(parameters: string[]): StartOptions {
  try {
    const { values } = parseArgs({
      args: parameters,
      options: {
        port: { type: 'string', short: 'p' },
        empty: { type: 'boolean', default: false },
        'demo-logins': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.empty && values['demo-logins'])
      throw new Problem('--demo-logins needs the demonstration organisation, which --empty leaves out. Choose one.');
    return { port: portOf(values.port), empty: values.empty, demoLogins: values['demo-logins'], help: values.help };
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(
      `${error instanceof Error ? (error.message.split('\n')[0] ?? '').split('. ')[0] : error}. Run npm start -- --help for the options.`,
    );
  }
}

function portOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new Problem(`--port: expected a whole number from 1 to 65535, not ${text}.`);
}
