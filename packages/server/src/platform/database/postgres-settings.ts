import { totalmem } from 'node:os';

const MEGABYTE = 1024 * 1024;

/**
 * The postgresql.conf of the embedded server: a small machine shared with the
 * Granary process. It is written at each start; an operator's own lines go to
 * `local.conf` beside it, which is read last.
 *
 * Durability is never traded: a committed approval survives a power cut.
 */
export function postgresSettings(socketFolder: string, extra: Record<string, string> = {}): string {
  const memory = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
  const sharedBuffersMb = Math.max(32, Math.min(256, Math.floor(memory / 8 / MEGABYTE)));
  const settings: Record<string, string> = {
    listen_addresses: '',
    unix_socket_directories: socketFolder,
    unix_socket_permissions: '0700',
    port: '5432',
    max_connections: '60',
    password_encryption: 'scram-sha-256',
    shared_buffers: `${sharedBuffersMb}MB`,
    effective_cache_size: `${Math.max(64, Math.floor(memory / 3 / MEGABYTE))}MB`,
    work_mem: '16MB',
    temp_buffers: '32MB',
    maintenance_work_mem: `${Math.max(32, Math.floor(sharedBuffersMb / 2))}MB`,
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    wal_compression: 'on',
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    random_page_cost: '1.1',
    // Compiling plans costs more than it saves at this size: analytic statements here run for milliseconds.
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    datestyle: 'ISO, YMD',
    lc_messages: 'C',
    log_min_messages: 'warning',
    log_checkpoints: 'off',
    log_line_prefix: '%m [%p] %q%a ',
    logging_collector: 'off',
    idle_in_transaction_session_timeout: '10min',
    ...extra,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`);
  return [
    '# Written by Granary at each start. Put your own settings into local.conf.',
    ...lines,
    "include 'local.conf'",
    '',
  ].join('\n');
}
