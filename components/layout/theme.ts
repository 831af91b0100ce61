export type Theme = 'system' | 'light' | 'dark';

/** The cookie that carries the choice, so that the server draws the first paint right and no script has to. */
export const themeCookie = 'gatehouse-theme';

/** Reads a cookie's value; anything unknown is the system's choice. */
export function parseTheme(value: string | undefined): Theme {
  return value === 'light' || value === 'dark' ? value : 'system';
}

/** Changes the theme of this browser at once and for a year. Browser only. */
export function setTheme(theme: Theme): void {
  const root = document.documentElement;
  if (theme === 'system') delete root.dataset.theme;
  else root.dataset.theme = theme;
  rememberInCookie(themeCookie, theme);
}

/** Keeps a choice about the look in a cookie that the server reads. Nothing secret: scripts may read it. */
export function rememberInCookie(name: string, value: string): void {
  document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax`;
}
