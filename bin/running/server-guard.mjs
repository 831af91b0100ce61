// Loaded into the server before anything else.
import { subscribe } from 'node:diagnostics_channel';

// When the process that started it is gone, kill -9 included, the server finishes its requests and ends, so that the next start finds the
// port free.
if (process.channel) {
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}

// A server that ends takes no new connection, yet Node goes on answering on those that are kept alive: a client that asks again and
// again would hold it until it is killed. From the signal on, every answer is the last of its connection.
let ending = false;
for (const signal of ['SIGTERM', 'SIGINT'])
  process.prependListener(signal, () => {
    ending = true;
  });
subscribe('http.server.request.start', ({ response }) => {
  if (ending) response.shouldKeepAlive = false;
});
subscribe('http.server.response.finish', ({ server }) => {
  if (ending) setImmediate(() => server.closeIdleConnections());
});
