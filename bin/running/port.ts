import { createServer } from 'node:net';
import { Problem } from './problem.ts';

/** A port that nothing listens on at 127.0.0.1: `preferred` when it is free, else one that the system picks. */
export async function freePort(preferred?: number): Promise<number> {
  if (preferred && (await tryPort(preferred, '127.0.0.1')) === null) return preferred;
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}

/** Throws a Problem that says what to do when the server could not listen there. */
export async function requirePort(port: number, host: string): Promise<void> {
  const code = await tryPort(port, host);
  if (code === null) return;
  if (code === 'EADDRINUSE')
    throw new Problem(`Port ${port} is taken by another program. Stop it, or choose another: npm start -- --port ${port + 1}`);
  if (code === 'EACCES') throw new Problem(`This user may not use port ${port}. Choose one above 1023: npm start -- --port 3000`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    throw new Problem(`GATEHOUSE_HOST is ${host}, which is no address of this machine. Expected one such as 127.0.0.1 or 0.0.0.0.`);
  throw new Problem(`Gatehouse cannot listen on ${host}:${port} (${code}). Choose another port: npm start -- --port ${port + 1}`);
}

function tryPort(port: number, host: string): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(null)));
  });
}
