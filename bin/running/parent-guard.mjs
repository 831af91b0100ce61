// Loaded into the server before anything else: when the process that started it is gone, kill -9 included, the server
// finishes its requests and ends, so that the next start finds the port free.
if (process.channel) {
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}
