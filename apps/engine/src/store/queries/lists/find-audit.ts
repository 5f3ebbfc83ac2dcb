import type { Connection, Row } from "../../connection.ts";

/**
 * Commands of all sagas, newest first, after the command given. Locks nothing; served by (at, id).
 */
export async function findAudit(db: Connection, after: string | null, limit: number): Promise<readonly Row[]> {
  const result = await db.query({ name: "find-audit", text: FIND_AUDIT, values: [after, limit] });

  return result.rows;
}

const FIND_AUDIT = `
  with cursor as (
    select coalesce((select at from command where id = $1::uuid), 'infinity') as at,
           coalesce($1::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') as id
  ), page as (
    select command.id, command.saga_id, command.type, command.actor, command.reason, command.ticket, command.state, command.result, command.at
      from command, cursor
     where (command.at, command.id) < (cursor.at, cursor.id)
     order by command.at desc, command.id desc
     limit $2::int
  )
  select page.id, page.saga_id, definition.namespace || '/' || definition.name as definition, saga.key, page.type, page.actor, page.reason,
         page.ticket, page.state, page.result, page.at
    from page
    left join saga on saga.id = page.saga_id
    left join definition on definition.hash = saga.definition_hash
   order by page.at desc, page.id desc`;
