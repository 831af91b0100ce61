/** The vocabulary of people. Browser-safe. */

/** `invited`: has a link and has not joined; `deactivated`: cannot sign in any more. */
export const personStatuses = ['invited', 'active', 'deactivated'] as const;
export type PersonStatus = (typeof personStatuses)[number];
export const personStatusLabels: Record<PersonStatus, string> = { invited: 'Invited', active: 'Active', deactivated: 'Deactivated' };

/** When a person was last seen, in spans that do not overlap. */
export const seenSpans = ['day', 'week', 'month', 'quarter', 'longer', 'never'] as const;
export type SeenSpan = (typeof seenSpans)[number];
export const seenLabels: Record<SeenSpan, string> = {
  day: 'Within a day',
  week: '1 to 7 days ago',
  month: '7 to 30 days ago',
  quarter: '30 to 90 days ago',
  longer: 'Over 90 days ago',
  never: 'Never',
};

export const factorStates = ['has', 'none'] as const;
export const factorLabels: Record<(typeof factorStates)[number], string> = { has: 'Has one', none: 'Has none' };

export const peopleSorts = ['name', '-name', 'seen', '-seen', 'created', '-created'] as const;
export type PeopleSort = (typeof peopleSorts)[number];

/** Bulk changes and invitations take so many people at once. */
export const mostPeopleAtOnce = 500;

/** The languages that dates can be told in: BCP 47, each under its own name. */
export const locales = {
  'en-GB': 'English (United Kingdom)',
  'en-US': 'English (United States)',
  'en-CA': 'English (Canada)',
  'cs-CZ': 'Čeština',
  'da-DK': 'Dansk',
  'de-DE': 'Deutsch',
  'de-CH': 'Deutsch (Schweiz)',
  'es-ES': 'Español',
  'fr-FR': 'Français',
  'it-IT': 'Italiano',
  'nl-NL': 'Nederlands',
  'nb-NO': 'Norsk bokmål',
  'pl-PL': 'Polski',
  'pt-BR': 'Português (Brasil)',
  'pt-PT': 'Português (Portugal)',
  'fi-FI': 'Suomi',
  'sv-SE': 'Svenska',
  'tr-TR': 'Türkçe',
  'uk-UA': 'Українська',
  'hi-IN': 'हिन्दी',
  'ja-JP': '日本語',
  'ko-KR': '한국어',
  'zh-CN': '中文（简体）',
} as const;
export type Locale = keyof typeof locales;
export const isLocale = (tag: string): tag is Locale => Object.hasOwn(locales, tag);

/** Whether this runtime knows the zone: an IANA name such as "Europe/Berlin", or "UTC". Offsets such as "+02:00" are not zones. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
