/**
 * Every setting that comes from outside, in one place. `.env.example` lists the same names (a test compares them).
 * An empty value counts as not set.
 */
import { z } from 'zod';
import { isSecureUrl } from './urls.ts';

const wholeNumber = (least: number, most: number) =>
  z.coerce
    .number(`a whole number from ${least} to ${most}`)
    .int(`a whole number from ${least} to ${most}`)
    .min(least, `a whole number from ${least} to ${most}`)
    .max(most, `a whole number from ${least} to ${most}`);

const postgresUrl = z
  .string()
  .refine(
    (text) => /^postgres(ql)?:\/\/[^/]*\/[^/?]+/.test(text) && URL.canParse(text),
    'a URL such as postgresql://user:password@host:5432/database',
  );

const origin = z
  .string()
  .refine(isOrigin, 'the address people open, without a path, such as https://gatehouse.example.org')
  .transform((text) => new URL(text).origin);

const smtpUrl = z
  .string()
  .refine((text) => /^smtps?:\/\/[^/]+/.test(text) && URL.canParse(text), 'a URL such as smtps://user:password@mail.example.org:465');
const mailSender = /^(?:[^<>\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/;

const gibibyte = 1024 ** 3;

/** What a person may set. `DATABASE_URL` is the owner's connection here; unset, Gatehouse starts its own database. */
const settings = {
  DATABASE_URL: postgresUrl.optional(),
  DATABASE_APP_URL: postgresUrl.optional(),
  GATEHOUSE_URL: origin.optional(),
  GATEHOUSE_HOST: z.string().default('127.0.0.1'),
  PORT: wholeNumber(1, 65_535).default(3000),
  GATEHOUSE_SECRET: z.string().min(32, 'at least 32 characters drawn at random, such as `openssl rand -base64 32` prints').optional(),
  GATEHOUSE_DATA_DIR: z.string().optional(),
  // Three exports and a running import hold a connection each while they ask for another.
  GATEHOUSE_POOL_SIZE: wholeNumber(8, 200).default(10),
  GATEHOUSE_MAX_IMPORT_BYTES: wholeNumber(1024, 100 * gibibyte).default(gibibyte),
  GATEHOUSE_MAX_UPLOAD_BYTES: wholeNumber(1024, 100 * gibibyte).default(10 * gibibyte),
  GATEHOUSE_TRUSTED_PROXIES: wholeNumber(0, 10).default(0),
  GATEHOUSE_RATE_LIMIT: wholeNumber(1, 1_000_000).default(600),
  GATEHOUSE_SMTP_URL: smtpUrl.optional(),
  GATEHOUSE_MAIL_FROM: z
    .string()
    .regex(mailSender, 'an address, such as gatehouse@example.org or Gatehouse <gatehouse@example.org>')
    .optional(),
  GATEHOUSE_WEBHOOK_NETWORKS: z.enum(['public', 'private', 'loopback'], 'one of public, private, loopback').default('public'),
  GATEHOUSE_OIDC_ISSUER: z
    .string()
    .refine((text) => isSecureUrl(text) && !text.includes('?'), 'the address of an OpenID provider, such as https://login.example.org')
    .optional(),
  GATEHOUSE_OIDC_CLIENT_ID: z.string().max(500).optional(),
  GATEHOUSE_OIDC_CLIENT_SECRET: z.string().max(2000).optional(),
  GATEHOUSE_OIDC_NAME: z.string().max(60, 'at most 60 characters').default('single sign-on'),
  GATEHOUSE_OIDC_SCOPES: z
    .string()
    .regex(/(^| )openid( |$)/, 'words with spaces between them, openid among them')
    .default('openid profile email'),
  GATEHOUSE_OIDC_GROUPS_CLAIM: z.string().max(200).default(''),
  GATEHOUSE_AUDIT_KEY: z
    .string()
    .refine((text) => Buffer.from(text, 'base64').length === 32, '32 random bytes in base64, such as `openssl rand -base64 32` prints')
    .optional(),
  GATEHOUSE_AUDIT_FORMER_KEYS: z
    .string()
    .default('')
    .transform((text) => text.split(',').flatMap((key) => key.trim() || [])),
  GATEHOUSE_AUDIT_CHECKPOINT_FILE: z.string().optional(),
  GATEHOUSE_AUDIT_CHECKPOINT_URL: z
    .string()
    .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), 'an http(s) address that checkpoints are posted to')
    .optional(),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'one of fatal, error, warn, info, debug, trace, silent')
    .default('info'),
};

const client = ['GATEHOUSE_OIDC_ISSUER', 'GATEHOUSE_OIDC_CLIENT_ID', 'GATEHOUSE_OIDC_CLIENT_SECRET'] as const;

/** A provider of single sign-on is named whole or not at all. */
function wholeClient(given: Partial<Record<(typeof client)[number], string>>, report: z.RefinementCtx): void {
  const missing = client.filter((name) => !given[name]);
  if (missing.length === client.length) return;
  for (const name of missing)
    report.addIssue({ code: 'custom', path: [name], message: 'a value, because the provider of single sign-on is set' });
}

const settingsSchema = z.object(settings).superRefine(wholeClient);
const serverSchema = z
  .object({
    ...settings,
    DATABASE_URL: postgresUrl,
    GATEHOUSE_URL: origin.default('http://localhost:3000'),
    GATEHOUSE_SECRET: settings.GATEHOUSE_SECRET.unwrap(),
  })
  .superRefine(wholeClient);

export type Settings = z.output<typeof settingsSchema>;
export type Env = z.output<typeof serverSchema>;

/** The names in `.env.example`. */
export const settingNames = Object.keys(settings);

/** Names each wrong setting and what was expected of it; never a value, for some are secret. */
export class EnvironmentError extends Error {}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash && !url.username;
}

function parse<T>(schema: z.ZodType<T>, source: Record<string, string | undefined>): T {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => {
    const name = issue.path.join('.');
    const expected = issue.message.startsWith('Invalid input') ? 'a value, and it is not set' : issue.message;
    return `${name}: expected ${expected}.`;
  });
  throw new EnvironmentError(lines.join('\n'));
}

/** What the start of Gatehouse reads. Throws an EnvironmentError. */
export function parseSettings(source: Record<string, string | undefined>): Settings {
  return parse(settingsSchema, source);
}

/** What the server reads; its `DATABASE_URL` is the application role's. Throws an EnvironmentError. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  return parse(serverSchema, source);
}

let parsed: Env | undefined;

/** The server's settings, parsed when first asked for, so that importing this does nothing. */
export function env(): Env {
  parsed ??= parseEnv(process.env);
  return parsed;
}
