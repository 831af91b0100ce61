import { env } from '#lib/platform/env.ts';

/** Served over HTTPS? Then cookies carry the __Host- prefix: this host alone, Secure, path /. */
export const secure = (): boolean => env().GATEHOUSE_URL.startsWith('https://');

export const sessionCookie = (): string => (secure() ? '__Host-gatehouse-session' : 'gatehouse-session');
