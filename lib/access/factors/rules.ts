/** What the factors are called. Browser-safe. */

/** How a code of the app, or a recovery code, is grouped for the eye. */
export const inFours = (text: string): string => text.match(/.{1,4}/g)?.join(' ') ?? text;

/** A first name for a passkey, after the device that the person sits at. */
export function passkeyNameFor(userAgent: string): string {
  const devices = [
    [/iPhone/, 'iPhone'],
    [/iPad/, 'iPad'],
    [/Android/, 'Android phone'],
    [/Windows/, 'Windows computer'],
    [/Mac OS X/, 'Mac'],
    [/CrOS/, 'Chromebook'],
    [/Linux/, 'Linux computer'],
  ] as const;
  return devices.find(([pattern]) => pattern.test(userAgent))?.[1] ?? 'Passkey';
}
