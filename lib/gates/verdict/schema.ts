/** The verdict as a build asks for it: by the asset and the digest of what it has in hand. */
import { z } from 'zod';
import { Id, Kind, Stage } from '#lib/assets/schema.ts';
import { GateVerdict, JudgedVersion } from '../schema.ts';

export const VerdictInput = z.strictObject({
  /** The asset's id, or its key. */
  asset: z.string().trim().min(1).max(120),
  /** The key of its team, where the asset is named by its key and several teams have one of that name. */
  team: z.string().max(120).optional(),
  /** Before which stage. */
  stage: Stage,
  /** The root digest of the version: SHA-256 in hexadecimal, with or without "sha256:" before it. */
  digest: z
    .string()
    .trim()
    .toLowerCase()
    .transform((text) => text.replace(/^sha256:/, ''))
    .pipe(z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hexadecimal')),
});
export type VerdictInput = z.output<typeof VerdictInput>;

export const MachineVerdict = GateVerdict.extend({
  asset: z.strictObject({ id: Id, key: z.string(), name: z.string(), kind: Kind, stage: Stage }),
  digest: z.string(),
  /** Null where no version of the asset has the digest: the gate fails. */
  version: JudgedVersion,
  /** The moment that it is true of. */
  at: z.iso.datetime(),
});
export type MachineVerdict = z.output<typeof MachineVerdict>;
