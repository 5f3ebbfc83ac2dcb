/**
 * What the embedded server is started with. Durability (fsync, full_page_writes, synchronous_commit)
 * stays at PostgreSQL's defaults: the engine refuses to run without it.
 */
export const SERVER_SETTINGS: Readonly<Record<string, string>> = {
  // Loopback and a password, no socket file: socket paths are limited in length and need a folder both sides can enter.
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  // Cannot be raised later without a restart, and two-phase steps need it.
  max_prepared_transactions: "64",
  max_connections: "200",
  shared_buffers: "256MB",
  max_wal_size: "2GB",
  // Short statements only: compiling them costs more than running them.
  jit: "off",
  log_checkpoints: "off",
  timezone: "UTC",
};
