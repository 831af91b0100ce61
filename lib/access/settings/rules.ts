/** What can be set for the whole organisation about signing in, its bounds, and what holds until somebody sets it. */

/** A session ends `idleMinutes` after it was last used, and `absoluteHours` after sign-in, whatever happens. */
export type SessionSettings = { idleMinutes: number; absoluteHours: number };
export const usualSessions: SessionSettings = { idleMinutes: 30, absoluteHours: 12 };
/** The setting as the database keeps it, or nothing where nobody set it. */
export const sessionSettingsIn = (value: unknown): SessionSettings => ({ ...usualSessions, ...(value as Partial<SessionSettings> | null) });
export const sessionBounds = {
  idleMinutes: { least: 5, most: 1440 },
  absoluteHours: { least: 1, most: 168 },
} as const satisfies Record<keyof SessionSettings, { least: number; most: number }>;

/** Who must have a second factor: nobody, everyone, or whoever holds one of these roles, in the organisation or in any team. */
export type RequiredFor = 'nobody' | 'everyone' | string[];
export type SecondFactorSettings = { requiredFor: RequiredFor };
export const usualSecondFactor: SecondFactorSettings = { requiredFor: 'nobody' };

/** Days ("2026-12-25") on which nobody is expected to work, beside Saturdays and Sundays. */
export type CalendarSettings = { holidays: string[] };
export const usualCalendar: CalendarSettings = { holidays: [] };
export const mostHolidays = 500;
