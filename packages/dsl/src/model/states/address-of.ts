import type { CallModel } from "../service-model.ts";

/** Where a call goes, as it is written: a path of its service or a whole address; nothing for SQL. */
export function addressOf(call: CallModel): string {
  return call.path ?? call.url ?? "";
}
