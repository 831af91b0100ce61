/** What every command begins with: the options that all share, and what they lead to. */
import { Command, Option } from 'commander';
import { type Connection, connect } from './connection.ts';
import { type ExitCode, Failure } from './failure.ts';

export type Shared = { url?: string; caFile?: string; json?: boolean };

/** A command with the shared options and examples at the end of its help. */
export function command(name: string, description: string, examples: readonly string[]): Command {
  return new Command(name)
    .description(description)
    .addOption(new Option('--url <address>', 'where Gatehouse is').env('GATEHOUSE_URL'))
    .addOption(new Option('--ca-file <file>', 'certificates (PEM) of a private authority').env('GATEHOUSE_CA_FILE'))
    .option('--json', 'print JSON')
    .addHelpText('after', `\nExamples:\n${examples.map((each) => `  $ gatehouse ${each}`).join('\n')}`)
    .showHelpAfterError('(--help shows how it is used)')
    .allowExcessArguments(false);
}

let outcome: ExitCode = 0;

/** Says that the answer is no: the command ends with exit code 1. */
export const answerIsNo = (): void => {
  outcome = 1;
};
export const exitCode = (): ExitCode => outcome;

export const connectionOf = (options: Shared): Promise<Connection> => connect(options);

/** Reads a whole number of an option. @throws Failure naming the option. */
export function wholeNumber(option: string, least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least || value > most)
      throw new Failure(`${option} takes a whole number from ${least} to ${most}, not "${text}".`);
    return value;
  };
}
