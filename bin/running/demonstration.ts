/** The demonstration organisation, and how to sign in: the last thing a start says. */
import { disableDemonstrationLogins, enableDemonstrationLogins, seedDemonstration } from '#prisma/seed.ts';
import { firstSignIn } from './first-sign-in.ts';

export type Login = { persona: string; email: string; password: string };

/** Loads the organisation unless left out, and opens or closes its logins: without the option nobody of it can sign in. */
export async function demonstration(ownerUrl: string, options: { empty: boolean; demoLogins: boolean }): Promise<[Login[], string]> {
  const loaded = options.empty ? null : await seedDemonstration(ownerUrl);
  if (options.demoLogins) return [await enableDemonstrationLogins(ownerUrl), 'sign-in opened for five people'];
  await disableDemonstrationLogins(ownerUrl);
  return [[], loaded === null ? 'left out' : loaded ? 'loaded' : 'already there'];
}

type Greeting = { ownerUrl: string; publicUrl: string; folder: string; logins: Login[] };

/** Prints the address and how to sign in. */
export async function greet({ ownerUrl, publicUrl, folder, logins }: Greeting): Promise<void> {
  const sections: [string, string[]][] = [
    ['Gatehouse', [publicUrl]],
    ['Sign in', await firstSignIn(ownerUrl, publicUrl)],
    ['Demo logins', table(logins)],
    ['Data', [folder]],
    ['Stop', ['Ctrl-C']],
  ];
  const lines = sections.flatMap(([title, texts]) => texts.map((text, index) => `  ${(index === 0 ? title : '').padEnd(13)}${text}`));
  console.log(`\n${lines.join('\n')}\n`);
}

function table(logins: Login[]): string[] {
  const wide = (pick: (login: Login) => string) => Math.max(...logins.map((login) => pick(login).length));
  const [persona, email] = [wide((login) => login.persona), wide((login) => login.email)];
  return logins.map((login) => `${login.persona.padEnd(persona)}  ${login.email.padEnd(email)}  ${login.password}`);
}
