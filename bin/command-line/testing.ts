/** For `*.db.test.ts` alone: the command line as a process of its own, and Gatehouse's door as a server on loopback, in the clear or under a private authority. */
import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { generate } from 'selfsigned';
import { checkout } from '#bin/setup/checkout.ts';
import { handle } from '#lib/door.ts';

export type Ran = { code: number | null; out: string; err: string };

const onlyPath = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => name === 'PATH')) as NodeJS.ProcessEnv;

/** Runs `bin/gatehouse` with nothing of this process's own settings but the search path. @param deaf nobody reads what it prints, as behind `| true` */
export async function gatehouse(
  parameters: readonly string[],
  settings: Record<string, string> = {},
  input = '',
  deaf = false,
): Promise<Ran> {
  const child = spawn(process.execPath, [join(checkout, 'bin', 'gatehouse'), ...parameters], {
    env: { ...onlyPath(), NO_COLOR: '1', XDG_CONFIG_HOME: '/nowhere', ...settings },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => undefined).end(input);
  let [out, err] = ['', ''];
  if (deaf) child.stdout.destroy();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const code = await new Promise<number | null>((resolve, reject) => child.once('close', resolve).once('error', reject));
  return { code, out, err };
}

type Answering = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/** Hands a request to the door and sends what it answers. */
export const atTheDoor: Answering = async (request, response) => {
  const { method = 'GET', url = '/' } = request;
  const reads = method === 'GET' || method === 'HEAD';
  const headers = new Headers(Object.entries(request.headers).map(([name, value]) => [name, String(value)] as [string, string]));
  const body = reads ? null : (Readable.toWeb(request) as ReadableStream);
  const answer = await handle(
    new Request(`http://${request.headers.host}${url}`, { method, headers, body, duplex: 'half' } as RequestInit),
  );
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(Buffer.from(await answer.arrayBuffer()));
};

export type Serving = { url: string; close: () => Promise<void> };

async function listening(server: Server, scheme: string): Promise<Serving> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `${scheme}://localhost:${port}`, close };
}

export const serve = (answering: Answering): Promise<Serving> =>
  listening(
    createServer((request, response) => void answering(request, response)),
    'http',
  );

/** As `serve`, under a certificate that no authority of this machine knows; `ca` is that certificate in PEM. */
export async function servePrivately(answering: Answering): Promise<Serving & { ca: string }> {
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] },
    ],
  });
  const server = createSecureServer({ key: made.private, cert: made.cert }, (request, response) => void answering(request, response));
  return { ...(await listening(server, 'https')), ca: made.cert };
}
