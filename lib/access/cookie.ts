import { env } from '#lib/platform/env.ts';

/** Served over HTTPS? Then cookies carry the __Host- prefix: this host alone, Secure, path /. */
export const secure = (): boolean => env().GATEHOUSE_URL.startsWith('https://');

/** A cookie's name as it is served here. */
export const cookieName = (name: string): string => (secure() ? `__Host-${name}` : name);

export const sessionCookie = (): string => cookieName('gatehouse-session');

/** What every cookie that the server alone reads is set with. */
export const cookieOptions = () => ({ httpOnly: true, sameSite: 'lax', path: '/', secure: secure() }) as const;

/** A Set-Cookie header that gives the browser this session, for so many seconds. */
export const sessionCookieHeader = (token: string, seconds: number): string =>
  `${sessionCookie()}=${token}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure() ? '; Secure' : ''}`;

/** The value of a cookie of this request, or null. A value that is not well encoded counts as none. */
export function cookieOf(request: Request, name: string): string | null {
  for (const part of (request.headers.get('cookie') ?? '').split(';')) {
    const [key, ...value] = part.trim().split('=');
    if (key === name) return decoded(value.join('='));
  }
  return null;
}

function decoded(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}
