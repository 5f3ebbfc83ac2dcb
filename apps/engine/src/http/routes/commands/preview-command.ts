import { preview } from "@skald/kernel";
import { CommandRequest, PreviewView, ProblemError, Type } from "@skald/shared";
import { readCommand } from "../../sagas/read-command.ts";
import { requireSaga, scopeOf, viewOf } from "../../sagas/seen-saga.ts";
import { Actor, IfMatch, Name, problems } from "../parts.ts";
import type { Route } from "../route.ts";

const schema = {
  operationId: "previewCommand",
  tags: ["commands"],
  summary: "What a command would do",
  description: "Changes nothing. `planHash` inside the command makes sure that it does what was shown.",
  params: Type.Object({ id: Name }),
  headers: Type.Object({ "if-match": IfMatch, "x-skald-actor": Actor }),
  body: CommandRequest,
  response: { 200: PreviewView, ...problems("REQUEST_INVALID", "SAGA_NOT_FOUND", "REVISION_STALE", "IF_MATCH_REQUIRED", "NOT_READY") },
};

/** `POST /sagas/{id}/commands/preview` */
export const previewCommand: Route = (door) => ({
  method: "POST",
  url: "/api/v1/sagas/:id/commands/preview",
  schema,
  handler: async (request) => {
    const { id } = request.params as { readonly id: string };
    const command = readCommand(request, door.ids.uuid());
    const seen = await requireSaga(door, id);
    if (command.revision !== null && command.revision !== seen.saga.seq)
      throw new ProblemError("REVISION_STALE", `The saga is at revision ${seen.saga.seq}; you saw ${command.revision}.`, {
        extensions: { saga: viewOf(seen) },
      });

    const breakers = Object.fromEntries(door.gateway.services().map(({ service, breaker }) => [service, breaker]));
    return preview(seen.saga, command, scopeOf(door, seen), breakers);
  },
});
