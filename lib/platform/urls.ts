/** Addresses of others that a person names. Pure, so that the browser may have it. */

/** The name or address of this machine itself, as the host of a URL writes it. */
export const isLoopback = (hostname: string): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/i.test(hostname);

/** Over HTTPS, or over plain HTTP to this machine itself; without a name, a password or a fragment in it. */
export function isSecureUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, hash } = new URL(text);
  return (protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))) && !username && !password && !hash;
}
