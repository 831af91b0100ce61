/** How a person signed in: with a password alone or with a second step, with a passkey alone, or at another provider. */
export const sessionMethods = [
  'password',
  'password+totp',
  'password+passkey',
  'password+recovery',
  'passkey',
  'sso',
  'sso+factor',
] as const;
export type SessionMethod = (typeof sessionMethods)[number];

export const sessionMethodLabels: Record<SessionMethod, string> = {
  password: 'Password',
  'password+totp': 'Password and authenticator app',
  'password+passkey': 'Password and passkey',
  'password+recovery': 'Password and recovery code',
  passkey: 'Passkey',
  sso: 'Single sign-on',
  'sso+factor': 'Single sign-on with a second factor',
};

/** What a fresh proof can be given by; `sso` stands for signing in at the provider again. */
export const confirmationMethods = ['passkey', 'totp', 'password', 'sso'] as const;
export type ConfirmationMethod = (typeof confirmationMethods)[number];

// The order matters: Edge and Opera also call themselves Chrome, Chrome also Safari.
const browsers = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/Chrome\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
] as const;

const systems = [
  [/\bWindows\b/, 'Windows'],
  [/\biPhone\b|\biPad\b/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
] as const;

/** "Firefox on Windows": enough to recognise one's own browser by. A browser may claim to be any other. */
export function describeBrowser(userAgent: string | null): string {
  const named = (list: readonly (readonly [RegExp, string])[]) => list.find(([pattern]) => pattern.test(userAgent ?? ''))?.[1];
  const browser = named(browsers) ?? 'Unknown browser';
  const system = named(systems);
  return system ? `${browser} on ${system}` : browser;
}
