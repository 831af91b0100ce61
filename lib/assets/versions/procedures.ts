import { z } from 'zod';
import { actOf, operation } from '#lib/access/procedure.ts';
import { env } from '#lib/platform/env.ts';
import { readNewVersion, registerVersion } from './commands.ts';
import { compareVersions } from './compare/queries.ts';
import { digestOf } from './digests/commands.ts';
import { getVersion, listFiles, listVersions } from './queries.ts';
import { Comparison, FileDigest, FileListInput, FilePage, NewVersionOfAsset, Version, VersionPage } from './schema.ts';

const tag = 'Versions';
const Id = z.uuid();
const One = z.strictObject({ id: Id });

export const versionOperations = {
  list: operation(
    'GET /assets/{id}/versions',
    {
      permission: 'asset.read',
      tag,
      summary: 'List the versions of an asset, newest first',
      input: One.extend({ after: z.string().max(1000).optional(), limit: z.coerce.number().int().min(1).max(500).default(100) }),
      output: VersionPage,
    },
    ({ actor, input }) => listVersions(actor, input),
  ),
  register: operation(
    'POST /assets/{id}/versions',
    { permission: 'version.register', tag, summary: 'Register a version', input: NewVersionOfAsset, output: One, status: 201 },
    ({ actor, input: { id, ...version }, context }) => registerVersion(actor, actOf(context), id, version),
  ),
  registerLarge: operation(
    'POST /assets/{id}/versions/large',
    {
      permission: 'version.register',
      tag,
      summary: 'Register a version whose description is over 8 MB: the same JSON, sent as a stream of up to 64 MB',
      input: One,
      output: One,
      status: 201,
      upload: true,
    },
    async ({ actor, input, context }) => registerVersion(actor, actOf(context), input.id, await readNewVersion(context.upload?.stream)),
  ),
  compare: operation(
    'GET /versions/compare',
    {
      permission: 'asset.read',
      tag,
      summary: 'Compare two versions',
      input: z.strictObject({ from: Id, to: Id }),
      output: Comparison,
    },
    ({ actor, input }) => compareVersions(actor, input),
  ),
  get: operation(
    'GET /versions/{id}',
    { permission: 'asset.read', tag, summary: 'Get a version', input: One, output: Version },
    ({ actor, input }) => getVersion(actor, input.id),
  ),
  files: operation(
    'GET /versions/{id}/files',
    { permission: 'asset.read', tag, summary: 'List the files of a version', input: FileListInput, output: FilePage },
    ({ actor, input }) => listFiles(actor, input),
  ),
  digest: operation(
    'POST /digests',
    {
      permission: 'version.register',
      tag,
      summary: 'Hash a file as it is sent; nothing of it is kept',
      input: z.strictObject({
        size: z.coerce.number().int().min(0).optional(),
        sha256: z
          .string()
          .regex(/^[0-9a-fA-F]{64}$/)
          .optional(),
      }),
      output: FileDigest,
      upload: true,
    },
    ({ input, context }) => digestOf(context.upload, input, env().GATEHOUSE_MAX_UPLOAD_BYTES),
  ),
};
