import type { CommandList, CommandRequest, CommandView, PreviewView } from "../api/command.ts";
import { pathOf } from "./query.ts";
import { jsonBody, type Transport } from "./transport.ts";

/** The revision of a saga a person saw; `*` for the commands that may hit a moving saga (pause, resume, cancel). */
export type Revision = number | "*";

/** What a command needs beside its request. */
export interface CommandOptions {
  readonly revision: Revision;
  /** Made once per intention: the same key never gives two commands. Printable ASCII. */
  readonly idempotencyKey: string;
}

/** Commanding a saga, and asking what came of it. */
export interface CommandCalls {
  /** What the command would do. Changes nothing. */
  preview(id: string, command: CommandRequest, revision: Revision): Promise<PreviewView>;
  /** Gives the command. `pending` when the verdict takes longer than the engine holds an answer. */
  command(id: string, command: CommandRequest, options: CommandOptions): Promise<CommandView>;
  commandStatus(id: string, commandId: string): Promise<CommandView>;
  /** The command that was given under a key, or null: it never arrived. The way out when an answer was lost. */
  commandByKey(id: string, idempotencyKey: string): Promise<CommandView | null>;
}

/** The engine may hold the answer of a command this long for its verdict. */
const VERDICT_MS = 5000;

/** The calls about commands over a transport. */
export function commandCalls(send: Transport): CommandCalls {
  return {
    preview: async (id, command, revision) => {
      const path = pathOf("sagas", id, "commands", "preview");
      const headers = { "if-match": ifMatch(revision) };
      return (await send<PreviewView>({ method: "POST", path, headers, body: jsonBody(command) })).body;
    },
    command: async (id, command, { revision, idempotencyKey }) => {
      const path = pathOf("sagas", id, "commands");
      const headers = { "if-match": ifMatch(revision), "idempotency-key": idempotencyKey };
      return (await send<CommandView>({ method: "POST", path, headers, body: jsonBody(command), heldMs: VERDICT_MS })).body;
    },
    commandStatus: async (id, commandId) =>
      (await send<CommandView>({ method: "GET", path: pathOf("sagas", id, "commands", commandId) })).body,
    commandByKey: async (id, idempotencyKey) => {
      const list = await send<CommandList>({ method: "GET", path: pathOf("sagas", id, "commands"), query: { idempotencyKey } });
      return list.body.items[0] ?? null;
    },
  };
}

function ifMatch(revision: Revision): string {
  return revision === "*" ? revision : `"${revision}"`;
}
