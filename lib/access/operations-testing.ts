/** For tests alone: every operation that there is, and an input for each, made of its own schema and of ids that the test gives. */
import type { AnyProcedure } from '@orpc/server';
import { z } from 'zod';
import { handle } from '#lib/door.ts';
import { router } from '#lib/router.ts';

type Schema = {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  format?: string;
  minLength?: number;
  minimum?: number;
  minItems?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  additionalProperties?: boolean | Schema;
};

export type TestOperation = { name: string; method: string; path: string; permission: string; schema: Schema; procedure: AnyProcedure };
type Leaf = AnyProcedure & { '~orpc': { route: { method: string; path: string }; meta: { permission: string }; inputSchema: z.ZodType } };

const leavesOf = (tree: unknown): Leaf[] =>
  typeof tree !== 'object' || tree === null ? [] : '~orpc' in tree ? [tree as Leaf] : Object.values(tree).flatMap(leavesOf);

export const operations: readonly TestOperation[] = leavesOf(router).map((procedure) => {
  const { route, meta, inputSchema } = procedure['~orpc'];
  return {
    name: `${route.method} ${route.path}`,
    ...route,
    permission: meta.permission,
    schema: z.toJSONSchema(inputSchema, { io: 'input', unrepresentable: 'any' }) as Schema,
    procedure,
  };
});

/** The objects with named fields in an input, itself among them. */
export function objectsOf(schema: Schema): Schema[] {
  const parts = [...Object.values(schema.properties ?? {}), ...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  if (schema.items) parts.push(schema.items);
  if (typeof schema.additionalProperties === 'object') parts.push(schema.additionalProperties);
  return [...(schema.properties ? [schema] : []), ...parts.flatMap(objectsOf)];
}

/** Values by the name of their field; a field that is not among them gets one of its schema. A path parameter goes by "/noun/{name}" first. */
export type Values = Readonly<Record<string, unknown>>;

export const nowhere = '00000000-0000-7000-8000-000000000000';

/** An input of the operation: what it needs, and with `full` every field that it knows. */
export function inputOf({ path, schema }: TestOperation, values: Values, full = false): Record<string, unknown> {
  const own = Object.fromEntries([...path.matchAll(/\/([\w-]+)\/\{(\w+)\}/g)].map(([place, , name]) => [name, values[place.slice(1)]]));
  const known = { ...values, ...Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined)) };
  return sample(schema, '', known, full) as Record<string, unknown>;
}

function sample(schema: Schema, name: string, values: Values, full: boolean): unknown {
  if (schema.const !== undefined) return schema.const;
  if (name in values) return values[name];
  if (schema.enum) return schema.enum[0];
  if (schema.default !== undefined) return schema.default;
  const [choice] = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  if (choice) return sample({ ...schema, anyOf: [], oneOf: [], allOf: [], ...choice }, name, values, full);
  switch ([schema.type].flat()[0]) {
    case 'object': {
      const wanted = Object.entries(schema.properties ?? {}).filter(([field]) => full || schema.required?.includes(field));
      return Object.fromEntries(wanted.map(([field, each]) => [field, sample(each, field, values, full)]));
    }
    case 'array':
      return full || schema.minItems ? [sample(schema.items ?? {}, name, values, full)] : [];
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 1, 1);
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return (
        { uuid: nowhere, email: 'someone@example.org', 'date-time': '2030-01-01T00:00:00.000Z', date: '2030-01-01' }[schema.format ?? ''] ??
        'x'.repeat(Math.max(schema.minLength ?? 1, 1))
      );
  }
}

export type Answer = {
  status: number;
  headers: Headers;
  text: string;
  body: { code?: string; message?: string } & Record<string, unknown>;
};

/** Calls the operation through the door, as a client would: fields in the path go there, the rest into the query or the body. */
export async function send(
  { method, path }: Pick<TestOperation, 'method' | 'path'>,
  input: Record<string, unknown>,
  headers: Record<string, string>,
): Promise<Answer> {
  const rest = { ...input };
  const place = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = rest[name] ?? nowhere;
    delete rest[name];
    return encodeURIComponent(String(value));
  });
  const query = method === 'GET' ? `?${new URLSearchParams(Object.entries(rest).map(([name, value]) => [name, String(value)]))}` : '';
  const response = await handle(
    new Request(`http://localhost:3000/api/v1${place}${query}`, {
      method,
      headers: {
        host: 'localhost:3000',
        ...(method === 'GET' ? {} : { origin: 'http://localhost:3000', 'content-type': 'application/json' }),
        ...headers,
      },
      body: method === 'GET' ? undefined : JSON.stringify(rest),
    }),
  );
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: text.startsWith('{') ? JSON.parse(text) : {} };
}

export const withToken = (token: string) => ({ authorization: `Bearer ${token}` });
export const withCookie = (session: string) => ({ cookie: `gatehouse-session=${session}` });
