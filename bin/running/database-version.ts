/** The oldest that the migrations and their functions are tried on. */
const oldestVersion = 15;

/**
 * Why a server of this version cannot be used, or null.
 * @param number as `server_version_num` tells it: 150004 for 15.4
 * @param text as people call it: "15.4"
 */
export function refusedVersion(number: number, text: string): string | null {
  if (number >= oldestVersion * 10_000) return null;
  return `The database of DATABASE_URL is PostgreSQL ${text}. Expected PostgreSQL ${oldestVersion} or later.`;
}
