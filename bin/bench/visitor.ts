/** Visits to a server as a browser makes them: kept-alive connections, gzip, the session's cookie. */
import { Agent, request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { Problem } from '#bin/running/problem.ts';

const agent = new Agent({ keepAlive: true, maxSockets: 50 });
const sessionCookie = 'gatehouse-session';

export type Answer = { status: number; bytes: Buffer; encoding: string | undefined };

/** Gets an address whole; the session's token signs in. */
export function get(url: string, token?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { 'accept-encoding': 'gzip', accept: 'text/html', ...(token && { cookie: `${sessionCookie}=${token}` }) };
    const sent = request(url, { agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, bytes: Buffer.concat(chunks), encoding: response.headers['content-encoding'] }),
      );
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end();
  });
}

/** The text of an answer. */
export const textOf = ({ bytes, encoding }: Answer): string => (encoding === 'gzip' ? gunzipSync(bytes) : bytes).toString('utf8');

/** A visit to measure: it must answer 200, and shows at least one row the first time. Throws a Problem otherwise. */
export async function visitOf(url: string, token?: string): Promise<{ visit: () => Promise<void>; rows: number; bytes: number }> {
  const first = await get(url, token);
  const text = textOf(first);
  const rows = text.match(/<tr[^>]* data-row="/g)?.length ?? 0;
  if (first.status !== 200 || rows === 0) throw new Problem(`${url} answered ${first.status} with ${rows} rows:\n${text.slice(0, 600)}`);
  const visit = async () => {
    const { status } = await get(url, token);
    if (status !== 200) throw new Problem(`${url} answered ${status}.`);
  };
  return { visit, rows, bytes: text.length };
}

/** The first page of a person's list as the API gives it. */
export async function signedInRows(url: string, token: string): Promise<object[]> {
  const answer = await get(`${url}/api/v1/assets`, token);
  if (answer.status !== 200) throw new Problem(`${url}/api/v1/assets answered ${answer.status}: ${textOf(answer).slice(0, 300)}`);
  const { rows }: { rows: object[] } = JSON.parse(textOf(answer));
  return rows;
}
