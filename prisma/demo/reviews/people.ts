/** Who may decide on what at the demonstration bank: rights and separation of duties, read from the rows themselves. */
import { findBuiltInRole } from '#lib/access/permissions.ts';
import { conflictOf, nobody, type Parties } from '#lib/reviews/policy.ts';
import type { TemplateContent } from '#lib/reviews/schema.ts';
import type { Row } from '../history.ts';
import { numberFrom } from '../moments.ts';

export type Known = {
  users: readonly Row[];
  memberships: readonly Row[];
  assets: readonly Row[];
  versions: readonly Row[];
  safeguards: readonly Row[];
};

const decides = (role: unknown): boolean => findBuiltInRole(String(role))?.permissions.includes('review.decide') ?? false;

export class Staff {
  readonly #known: Known;

  constructor(known: Known) {
    this.#known = known;
  }

  /** Active people of the team with the right to decide, then those of security, each in an order that the words give. */
  deciders(teamId: unknown, words: string): string[] {
    const { users, memberships } = this.#known;
    const active = new Set(users.filter(({ status }) => status === 'active').map(({ id }) => String(id)));
    const ordered = (ids: string[]) =>
      ids.filter((id) => active.has(id)).sort((one, other) => numberFrom(words + one, 1e6) - numberFrom(words + other, 1e6));
    const team = memberships.filter((row) => row['team_id'] === teamId && decides(row['role'])).map((row) => String(row['user_id']));
    const security = users.filter((row) => row['org_role'] === 'security').map(({ id }) => String(id));
    return [...ordered(team), ...ordered(security)];
  }

  lead(teamId: unknown): string {
    const found = this.#known.memberships.find((row) => row['team_id'] === teamId && row['role'] === 'lead');
    return String(found?.['user_id']);
  }

  parties(asset: Row, version: Row | null, requester: string, content: TemplateContent): Parties {
    const controls = new Set(content.items.flatMap(({ control }) => control ?? []));
    const implementers = this.#known.safeguards
      .filter((row) => row['asset_id'] === asset['id'] && controls.has(String(row['control'])) && row['implemented_by'])
      .map((row) => String(row['implemented_by']));
    const owner = asset['owner_id'] ? String(asset['owner_id']) : null;
    return {
      ...nobody,
      ...{ requesters: [requester], ownerId: owner, ownersThen: owner ? [owner] : [], implementers },
      registrars: version?.['registered_by'] ? [String(version['registered_by'])] : [],
    };
  }

  /** Of those who may decide in the team, those whom nothing keeps from it. */
  able(asset: Row, parties: Parties, words: string): string[] {
    return this.deciders(asset['team_id'], words).filter((id) => conflictOf(id, parties) === null);
  }
}
