// Loaded into the server before anything else. Next takes x-forwarded-for and x-forwarded-host as the client sends them; a
// client could so choose the address that its attempts to sign in are counted by. Here each request gets the address that is
// really known: the socket's, or what the outermost of GATEHOUSE_TRUSTED_PROXIES proxies says.
import { Server } from 'node:http';

const trusted = Number(process.env.GATEHOUSE_TRUSTED_PROXIES ?? 0) || 0;

/**
 * The client's address: the forwarded ones and the socket's, read from the right past the trusted proxies.
 * @param {string | undefined} forwarded the header as it came
 * @param {string | undefined} socket the address of whoever connected
 * @param {number} proxies how many of the last ones are ours
 */
export function clientAddress(forwarded, socket, proxies) {
  const chain = [
    ...(forwarded ?? '')
      .split(',')
      .map((each) => each.trim())
      .filter(Boolean),
    socket ?? '',
  ];
  return chain[Math.max(0, chain.length - 1 - proxies)] ?? '';
}

const emit = Server.prototype.emit;
Server.prototype.emit = function emitWithAddress(event, ...rest) {
  const [request] = rest;
  if (event === 'request' && request?.headers) {
    const header = request.headers['x-forwarded-for'];
    const forwarded = Array.isArray(header) ? header.join(',') : header;
    request.headers['x-forwarded-for'] = clientAddress(forwarded, request.socket?.remoteAddress, trusted);
    if (trusted === 0) for (const name of ['x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port']) delete request.headers[name];
  }
  return emit.call(this, event, ...rest);
};
