/** The OpenAPI 3.1 document, made of the operations themselves, so that it is always complete. */
import { OpenAPIGenerator } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { sessionCookie } from './access/cookie.ts';
import type { Requirement } from './access/procedure.ts';
import { limitWindow } from './access/tokens/limits.ts';
import { scannerPattern } from './access/tokens/rules.ts';
import { env } from './platform/env.ts';
import { errorStatus } from './platform/errors.ts';
import { router } from './router.ts';

const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });

const errorSchema = {
  type: 'object',
  required: ['code', 'message', 'requestId'],
  properties: {
    code: { type: 'string', enum: Object.keys(errorStatus) },
    message: { type: 'string', description: 'A sentence for a person.' },
    requestId: { type: 'string', description: 'Also in the header x-request-id; name it when you ask for help.' },
    fields: { type: 'object', additionalProperties: { type: 'string' }, description: 'What is wrong, by field.' },
    current: { type: 'object', description: 'With code conflict: the values as they stand now.' },
    retryAfter: { type: 'integer', description: 'Seconds to wait.' },
  },
} as const;

type Document = Awaited<ReturnType<OpenAPIGenerator['generate']>>;
let made: Promise<Document> | undefined;

/** The document for this server; made once. */
export function openApiDocument(): Promise<Document> {
  made ??= generate();
  return made;
}

async function generate(): Promise<Document> {
  const document = await generator.generate(router, {
    info: {
      title: 'Gatehouse',
      version: '1',
      description:
        'Everything that the interface can do, by the session of a browser or with a token. Every refusal has the same shape. A change that a browser sends from another site is refused.',
    },
    servers: [{ url: `${env().GATEHOUSE_URL}/api/v1` }],
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: sessionCookie(), description: 'A signed-in browser.' },
        token: {
          type: 'http',
          scheme: 'bearer',
          description: `A token of a person or of a service account: within its scopes, ${env().GATEHOUSE_RATE_LIMIT} requests in ${limitWindow} seconds. It looks like ${scannerPattern}`,
        },
      },
    },
    security: [{ session: [] }, { token: [] }],
  });
  for (const path of Object.values(document.paths ?? {})) {
    for (const method of ['get', 'post', 'put', 'patch', 'delete'] as const) {
      const operation = path?.[method];
      if (!operation) continue;
      operation.responses = { ...operation.responses, default: { $ref: '#/components/responses/Refusal' } };
      const { 'x-permission': permission } = operation as { 'x-permission'?: Requirement };
      if (permission === 'anyone') operation.security = [];
      if (permission === 'session') operation.security = [{ session: [] }];
    }
  }
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Refusal: errorSchema as never },
    responses: {
      Refusal: {
        description: 'The refusal: why, and what to mend.',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Refusal' } } },
      },
    },
  };
  return document;
}
