const network = (port: number) => [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=100'];

/** For a small machine with a solid-state disk; compiling queries costs more than it gives on pages of fifty rows. */
const speed = [
  'shared_buffers=256MB',
  'work_mem=16MB',
  'maintenance_work_mem=256MB',
  'max_wal_size=2GB',
  'random_page_cost=1.1',
  'jit=off',
  'log_checkpoints=off',
];

const lasting = ['fsync=on', 'synchronous_commit=on', 'full_page_writes=on'];
const throwAway = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'autovacuum=off'];

/** The command line that sets Postgres up: all of it here and nothing in postgresql.conf, so that an upgrade brings its settings along. */
export function settings(port: number, durable: boolean): string[] {
  return [...network(port), ...speed, ...(durable ? lasting : throwAway)].flatMap((setting) => ['-c', setting]);
}
