/** `gatehouse login`, `logout` and `whoami`. */
import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import { authorityOf, type Connection, serverOf } from './connection.ts';
import { command, connectionOf, type Shared } from './context.ts';
import { Failure, Refusal } from './failure.ts';
import { forgetKeychain, keychainFile, readKeychain, writeKeychain } from './keychain.ts';
import { note, plain, printFacts, printJson, say } from './output.ts';
import { ask } from './requests.ts';

/** Reads a line that is not shown while it is typed. */
async function hiddenLine(question: string): Promise<string> {
  const { stdin, stderr } = process;
  stderr.write(question);
  stdin.setRawMode(true);
  let line = '';
  try {
    for await (const piece of stdin.setEncoding('utf8'))
      for (const letter of String(piece)) {
        if (letter === '\r' || letter === '\n') return line;
        if (letter === '\u0003' || letter === '\u0004') throw new Failure('Nothing was kept.');
        line = letter === '\u007f' || letter === '\b' ? line.slice(0, -1) : line + letter;
      }
    return line;
  } finally {
    stdin.setRawMode(false);
    stderr.write('\n');
  }
}

async function tokenFor(url: string): Promise<string> {
  const given = process.stdin.isTTY ? await hiddenLine(`Token for ${url} (made at ${url}/settings/tokens): `) : await text(process.stdin);
  const token = given.trim();
  if (!/^gths?_[0-9A-Za-z]+$/.test(token)) throw new Failure('This is not a token of Gatehouse: one begins with gth_ or gths_.');
  return token;
}

async function whoIs(connection: Connection) {
  try {
    return await ask(connection, 'GET /account', {});
  } catch (error) {
    if (error instanceof Refusal && error.status === 401) throw new Failure(`${connection.url} does not take this token: ${error.message}`);
    throw error;
  }
}

async function login(options: Shared): Promise<void> {
  const named = options.url ?? (await readKeychain().catch(() => null))?.url;
  if (!named) throw new Failure('Which Gatehouse? Say --url https://gatehouse.example.org.');
  const url = serverOf(named);
  const caFile = options.caFile;
  const connection = { url, token: await tokenFor(url), ca: await authorityOf(caFile) };
  const account = await whoIs(connection);
  await writeKeychain({ url, token: connection.token, ...(caFile ? { caFile } : {}) });
  note(`Signed in to ${url} as ${plain(account.name)}. The token is kept in ${keychainFile()}.`);
}

export function loginCommands(): Command[] {
  return [
    command('login', 'sign in with a token, which is asked for or read from standard input, and keep it in the keychain file', [
      'login --url https://gatehouse.example.org',
      'login --url https://gatehouse.example.org < token.txt',
      'login --url https://gatehouse.internal --ca-file authority.pem',
    ]).action(login),
    command('logout', 'forget the token of the keychain file; revoke it on the page of your tokens where somebody may have seen it', [
      'logout',
    ]).action(async () => say((await forgetKeychain()) ? 'The token is forgotten here.' : 'There was none.')),
    command('whoami', 'say who asks, and where', ['whoami', 'whoami --json']).action(async (options: Shared) => {
      const connection = await connectionOf(options);
      const account = await whoIs(connection);
      if (options.json) return printJson({ server: connection.url, ...account });
      printFacts([
        ['Server', connection.url],
        ['Name', account.name],
        ['Email', account.email],
      ]);
    }),
  ];
}
