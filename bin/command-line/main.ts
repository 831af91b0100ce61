/**
 * The command line: what a build or a terminal asks of Gatehouse, by the same operations as its pages. Exit code 0: done, or the answer is yes;
 * 1: the answer is no; 2: it could not be asked.
 */
import { Command, CommanderError } from 'commander';
import { assetCommands } from './assets.ts';
import { auditCommands } from './audit.ts';
import { completionCommand } from './completion.ts';
import { exitCode } from './context.ts';
import { codeOf, type ExitCode, sentenceOf } from './failure.ts';
import { gateCommand } from './gate.ts';
import { loginCommands } from './login.ts';
import { note, plain, progress } from './output.ts';
import { reviewCommands } from './reviews.ts';
import { versionCommands } from './versions.ts';

function program(): Command {
  const made = new Command('gatehouse')
    .description('Security governance for machine learning, from the command line.')
    .addHelpText(
      'after',
      `
Examples:
  $ gatehouse login --url https://gatehouse.example.org
  $ gatehouse gate --asset fraud-scorer --stage deploy --files ./model

A build signs in by GATEHOUSE_URL and GATEHOUSE_TOKEN instead of login; GATEHOUSE_CA_FILE names a private certificate authority.
Exit code: 0 done, or the answer is yes; 1 the answer is no; 2 it could not be asked.`,
    )
    .helpCommand(false);
  for (const each of [...loginCommands(), assetCommands(), versionCommands(), gateCommand(), reviewCommands(), auditCommands()])
    made.addCommand(each);
  made.addCommand(completionCommand(made));
  made.exitOverride();
  for (const each of made.commands) endBySaying(each);
  return made;
}

/** Commander would end the process with 1, which means no here. */
function endBySaying(command: Command): void {
  command.exitOverride();
  for (const each of command.commands) endBySaying(each);
}

async function run(): Promise<ExitCode> {
  try {
    await program().parseAsync();
    return exitCode();
  } catch (error) {
    progress(null);
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (codeOf(error) === 'EPIPE') return exitCode();
    note(`✗ ${sentenceOf(error).split('\n').map(plain).join('\n  ')}`);
    if (process.env.GATEHOUSE_DEBUG) console.error(error);
    return 2;
  }
}

// A pipe that is closed at its other end, as by `head`, is no failure; the answer is the same, whether or not it was read to its end.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') process.exit(2);
});
process.exitCode = await run();
