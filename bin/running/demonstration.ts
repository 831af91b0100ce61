/** The demonstration organisation, and how to sign in: the last thing a start says. */
import { issueFirstAdministratorLink } from '#prisma/first-administrator.ts';
import { disableDemonstrationLogins, enableDemonstrationLogins, seedDemonstration } from '#prisma/seed.ts';

export type Login = { persona: string; email: string; password: string };

/** Loads the organisation unless left out, and opens or closes its logins: without the option nobody of it can sign in. */
export async function demonstration(ownerUrl: string, options: { empty: boolean; demoLogins: boolean }): Promise<[Login[], string]> {
  const loaded = options.empty ? null : await seedDemonstration(ownerUrl);
  if (options.demoLogins) return [await enableDemonstrationLogins(ownerUrl), 'sign-in opened for five people'];
  await disableDemonstrationLogins(ownerUrl);
  return [[], loaded === null ? 'left out' : loaded ? 'loaded' : 'already there'];
}

/** Prints the address and how to sign in. The one-time link is for the first administrator and ends when there is one. */
export async function greet({
  ownerUrl,
  publicUrl,
  folder,
  logins,
}: {
  ownerUrl: string;
  publicUrl: string;
  folder: string;
  logins: Login[];
}): Promise<void> {
  const token = await issueFirstAdministratorLink(ownerUrl);
  const lines = [
    '',
    `  Gatehouse   ${publicUrl}`,
    `  Sign in     ${token ? `choose the first administrator's name, mail and password at` : 'with your account'}`,
    ...(token ? [`              ${publicUrl}/setup?token=${token}`, '              (this link works once, and until the next start)'] : []),
    ...loginLines(logins),
    `  Data        ${folder}`,
    '  Stop        Ctrl-C',
    '',
  ];
  console.log(lines.join('\n'));
}

function loginLines(logins: Login[]): string[] {
  if (logins.length === 0) return [];
  const wide = (pick: (login: Login) => string) => Math.max(...logins.map((login) => pick(login).length));
  const [persona, email] = [wide((login) => login.persona), wide((login) => login.email)];
  return logins.map(
    (login, index) =>
      `${index === 0 ? '  Demo        ' : '              '}${login.persona.padEnd(persona)}  ${login.email.padEnd(email)}  ${login.password}`,
  );
}
