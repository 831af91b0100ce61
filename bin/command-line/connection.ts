/** Which server, with which token: from options, else from the environment, else from the keychain. */
import { readFile } from 'node:fs/promises';
import { Failure } from './failure.ts';
import { readKeychain } from './keychain.ts';

/** `url` has no slash at its end; `ca` holds certificates in PEM. */
export type Connection = { url: string; token: string; ca: string | undefined };

export type ServerOptions = { url?: string; caFile?: string };

/** An address of Gatehouse as it is kept. @throws Failure where a token would be sent in the clear, other than to this machine. */
export function serverOf(text: string): string {
  const url = URL.parse(/^https?:\/\//i.test(text) ? text : `https://${text}`);
  if (!url?.hostname) throw new Failure(`"${text}" is not an address such as https://gatehouse.example.org.`);
  const here = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url.protocol === 'http:' && !here)
    throw new Failure(`A token is sent over HTTPS, or to this machine: use https://${url.host}, not http://.`);
  return `${url.protocol}//${url.host}${url.pathname.replace(/\/+$/, '')}`;
}

export const authorityOf = async (file: string | undefined): Promise<string | undefined> => {
  if (!file) return undefined;
  const text = await readFile(file, 'utf8');
  if (!text.includes('-----BEGIN CERTIFICATE-----')) throw new Failure(`${file} holds no certificate in PEM.`);
  return text;
};

/** @throws Failure where it is not said who asks whom. */
export async function connect(options: ServerOptions): Promise<Connection> {
  const { GATEHOUSE_URL, GATEHOUSE_TOKEN, GATEHOUSE_CA_FILE } = process.env;
  const kept = GATEHOUSE_TOKEN && (options.url || GATEHOUSE_URL) ? null : await readKeychain();
  const named = options.url ?? GATEHOUSE_URL ?? kept?.url;
  if (!named)
    throw new Failure('Which Gatehouse? Sign in with `gatehouse login --url https://…`, or set GATEHOUSE_URL and GATEHOUSE_TOKEN.');
  const url = serverOf(named);
  // A token that was kept is one of its server's: another is never told it.
  const token = GATEHOUSE_TOKEN || (kept && serverOf(kept.url) === url ? kept.token : undefined);
  if (!token) throw new Failure(`You are not signed in to ${url}. Say \`gatehouse login --url ${url}\`, or set GATEHOUSE_TOKEN.`);
  return { url, token, ca: await authorityOf(options.caFile ?? GATEHOUSE_CA_FILE ?? kept?.caFile) };
}
