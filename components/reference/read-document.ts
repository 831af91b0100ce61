/** Turns an OpenAPI document into what a person reads: operations by tag, their fields, one line each. */

type Schema = {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  additionalProperties?: Schema | boolean;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  default?: unknown;
};
type Parameter = { name: string; in: string; required?: boolean; schema?: Schema };
type Body = { content?: Record<string, { schema?: Schema }> };
type Operation = {
  summary?: string;
  tags?: string[];
  parameters?: Parameter[];
  requestBody?: Body;
  responses?: Record<string, Body>;
  'x-permission'?: string;
};

export type Field = { name: string; place: 'path' | 'query' | 'body' | 'answer'; required: boolean; type: string; bounds: string };
export type ReferenceOperation = {
  id: string;
  method: string;
  path: string;
  summary: string;
  permission: string;
  stream: boolean;
  input: Field[];
  status: string;
  output: Field[];
};
export type ReferenceSection = { tag: string; operations: ReferenceOperation[] };

/** The operations of a document by tag, in the document's order. */
export function readDocument(document: { paths?: object }): ReferenceSection[] {
  const sections = new Map<string, ReferenceOperation[]>();
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    for (const [method, operation] of Object.entries(item as Record<string, Operation>)) {
      const tag = operation.tags?.[0] ?? 'Other';
      sections.set(tag, [...(sections.get(tag) ?? []), readOperation(method.toUpperCase(), path, operation)]);
    }
  }
  return [...sections].map(([tag, operations]) => ({ tag, operations }));
}

function readOperation(method: string, path: string, operation: Operation): ReferenceOperation {
  const [status = '200', answer] = Object.entries(operation.responses ?? {}).find(([code]) => code.startsWith('2')) ?? [];
  const body = operation.requestBody?.content ?? {};
  return {
    id: `${method}-${path}`.toLowerCase().replace(/[^a-z0-9]+/g, '-'),
    method,
    path,
    summary: operation.summary ?? '',
    permission: operation['x-permission'] ?? '',
    stream: 'application/octet-stream' in body,
    input: [
      ...(operation.parameters ?? []).map((each) =>
        field(each.name, each.schema ?? {}, each.in === 'path' ? 'path' : 'query', Boolean(each.required)),
      ),
      ...fieldsOf(body['application/json']?.schema, 'body'),
    ],
    status,
    output: fieldsOf(answer?.content?.['application/json']?.schema, 'answer'),
  };
}

function fieldsOf(schema: Schema | undefined, place: Field['place']): Field[] {
  if (!schema) return [];
  if (schema.properties)
    return Object.entries(schema.properties).map(([name, each]) => field(name, each, place, schema.required?.includes(name) ?? false));
  const parts = schema.allOf ?? schema.oneOf ?? schema.anyOf;
  if (parts) return [...new Map(parts.flatMap((part) => fieldsOf(part, place)).map((each) => [each.name, each])).values()];
  return schema.type ? [field('(whole)', schema, place, true)] : [];
}

const field = (name: string, schema: Schema, place: Field['place'], required: boolean): Field => ({
  name,
  place,
  required,
  type: typeOf(schema),
  bounds: boundsOf(schema),
});

/** A schema in words: "text", "one of a, b", "list of …", down two levels. */
export function typeOf(schema: Schema, depth = 0): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return `one of ${schema.enum.join(', ')}`;
  const parts = schema.anyOf ?? schema.oneOf;
  if (parts) return [...new Set(parts.map((part) => typeOf(part, depth + 1)))].join(' or ');
  if (schema.items) return `list of ${typeOf(schema.items, depth + 1)}`;
  if (schema.properties) return depth > 1 ? 'object' : `{ ${Object.keys(schema.properties).join(', ')} }`;
  const type = Array.isArray(schema.type) ? schema.type.join(' or ') : schema.type;
  if (type === 'string')
    return schema.format === 'uuid' ? 'id' : schema.format?.startsWith('date') ? schema.format.replace('-', ' and ') : 'text';
  if (type === 'integer') return 'whole number';
  if (type === 'boolean') return 'true or false';
  return type ?? 'anything';
}

function boundsOf(schema: Schema): string {
  const { minimum, maximum, maxLength } = schema;
  const said = [];
  if (minimum !== undefined && maximum !== undefined && maximum < 1e9) said.push(`${minimum}–${maximum}`);
  if (maxLength !== undefined) said.push(`at most ${maxLength.toLocaleString('en-GB')} characters`);
  if (schema.default !== undefined) said.push(`otherwise ${JSON.stringify(schema.default)}`);
  return said.join(', ');
}
