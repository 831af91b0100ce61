/** Things as people name them: by id, or by key. */
import type { Connection } from './connection.ts';
import { Failure } from './failure.ts';
import { ask } from './requests.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The id of an asset. @throws Failure where there is none, or several teams have one of that key. */
export async function assetIdOf(connection: Connection, named: string, team: string | undefined): Promise<string> {
  if (uuid.test(named)) return named;
  const { rows } = await ask(connection, 'GET /assets', { q: named, team, status: 'active,retired', limit: 200 });
  const found = rows.filter((row) => row.key === named);
  const [first] = found;
  if (!first) throw new Failure(`There is no asset with the key "${named}"${team ? ` in ${team}` : ''}, or you may not see it.`);
  if (found.length > 1)
    throw new Failure(
      `Several teams have an asset with the key "${named}": name one with --team (${found.map((row) => row.team).join(', ')}).`,
    );
  return first.id;
}

/** The id of a team by its key. */
export async function teamIdOf(connection: Connection, key: string): Promise<string> {
  const { teams } = await ask(connection, 'GET /teams', {});
  const found = teams.find((each) => each.key === key || each.id === key);
  if (!found) throw new Failure(`There is no team with the key "${key}", or you may not see it.`);
  return found.id;
}
