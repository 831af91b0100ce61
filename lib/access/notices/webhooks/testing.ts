/** For `*.db.test.ts` alone: a receiver of webhooks on loopback. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export type Heard = { headers: IncomingMessage['headers']; body: string };
export type Answer = (response: ServerResponse, heard: Heard) => void;

/** Starts one that answers as it is told to. */
export async function openReceiver() {
  const heard: Heard[] = [];
  let answer: Answer = (response) => response.end('taken');
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      heard.push({ headers: request.headers, body: Buffer.concat(pieces).toString() });
      answer(response, heard.at(-1) as Heard);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/hook`;
  const close = () => {
    server.closeAllConnections();
    return new Promise<void>((done) => server.close(() => done()));
  };
  const answers = (next: Answer) => {
    answer = next;
  };
  return { url, heard, answers, close };
}
