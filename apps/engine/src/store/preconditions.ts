import type { Connection } from "./connection.ts";

const VERSION_MIN = 140_000;

/**
 * Why this database must not be trusted with sagas, in sentences; empty when it may.
 * A promise of durability is void on a server that does not flush, or that is a replica.
 */
export async function brokenPreconditions(db: Connection): Promise<readonly string[]> {
  const result = await db.query({ text: READ_SETTINGS, values: [] });
  const settings = result.rows[0] ?? {};

  const broken: string[] = [];
  if (settings["version"] < VERSION_MIN) broken.push(`PostgreSQL 14 or newer is needed, this is ${settings["version"]}.`);
  if (settings["fsync"] !== "on") broken.push("fsync is off: a crash of the machine would lose acknowledged sagas.");
  if (settings["full_page_writes"] !== "on") broken.push("full_page_writes is off: a crash of the machine could tear pages.");
  if (!["on", "remote_apply"].includes(settings["synchronous_commit"]))
    broken.push(`synchronous_commit is "${settings["synchronous_commit"]}": commits would be acknowledged before they are durable.`);
  if (settings["in_recovery"] === true) broken.push("The server is in recovery: it is a standby and cannot be written.");
  return broken;
}

const READ_SETTINGS = `
  select current_setting('server_version_num')::int as version,
         current_setting('fsync') as fsync,
         current_setting('full_page_writes') as full_page_writes,
         current_setting('synchronous_commit') as synchronous_commit,
         pg_is_in_recovery() as in_recovery`;
