/** Why somebody may do something: who, on what, through which team, role and rule; and for a permission, everyone who holds it. */
import { z } from 'zod';
import { kinds } from '../kinds.ts';
import { permissionNames } from '../permissions.ts';
import { RoleName } from '../users/schema.ts';
import { reasons } from './rules.ts';

const onWhat = {
  assetId: z.uuid().optional(),
  teamId: z.uuid().optional(),
};
const either = ({ assetId, teamId }: { assetId?: string; teamId?: string }) => (assetId === undefined) !== (teamId === undefined);
const choose = { message: 'Choose an asset or a team, one of the two.', path: ['assetId'] };

export const ExplanationInput = z
  .strictObject({
    /** A person or a service account. */
    principalId: z.uuid(),
    ...onWhat,
    /** Cuts what they may do to the scopes of one of their tokens. */
    tokenId: z.uuid().optional(),
  })
  .refine(either, choose);
export type ExplanationInput = z.output<typeof ExplanationInput>;

export const HoldersInput = z.strictObject({ permission: z.enum(permissionNames), ...onWhat }).refine(either, choose);
export type HoldersInput = z.output<typeof HoldersInput>;

const Kinds = z.array(z.enum(kinds)).readonly().nullable();

const Through = z.object({
  place: z.enum(['organisation', 'team']),
  teamId: z.uuid().nullable(),
  teamName: z.string().nullable(),
  role: RoleName,
  kinds: Kinds,
  expiresAt: z.string().nullable(),
});

export const Verdict = z.object({
  permission: z.enum(permissionNames),
  allowed: z.boolean(),
  through: z.array(Through).readonly(),
  reason: z.enum(reasons).nullable(),
  instead: z.array(Through).readonly(),
  covers: Kinds,
});

const Named = z.object({ id: z.uuid(), name: z.string() });

const subject = {
  asset: z.object({ id: z.uuid(), name: z.string(), kind: z.enum(kinds) }).nullable(),
  team: Named,
};
const Subject = z.object(subject);
export type Subject = z.output<typeof Subject>;

const principalType = z.enum(['person', 'service']);

export const Explanation = z.object({
  principal: z.object({
    id: z.uuid(),
    type: principalType,
    name: z.string(),
    status: z.enum(['active', 'invited', 'deactivated']),
    orgRole: RoleName,
  }),
  token: Named.nullable(),
  /** Their tokens in force that the asker may know of: one's own, and those of service accounts that one manages. */
  tokens: z.array(Named),
  ...subject,
  verdicts: z.array(Verdict),
});
export type Explanation = z.output<typeof Explanation>;

export const Holders = z.object({
  ...subject,
  permission: z.enum(permissionNames),
  /** All of them; at most 500 are listed. */
  total: z.number().int(),
  holders: z.array(
    z.object({
      principal: z.object({ id: z.uuid(), type: principalType, name: z.string() }),
      through: z.array(Through).readonly(),
      covers: Kinds,
    }),
  ),
});
export type Holders = z.output<typeof Holders>;

export const PrincipalSearch = z.strictObject({ q: z.string().trim().max(100).default('') });

export const FoundPrincipals = z.object({
  principals: z.array(
    z.object({
      id: z.uuid(),
      type: principalType,
      name: z.string(),
      /** What tells two of one name apart: the mailbox, the team. */
      aside: z.string(),
    }),
  ),
});
export type FoundPrincipals = z.output<typeof FoundPrincipals>;
