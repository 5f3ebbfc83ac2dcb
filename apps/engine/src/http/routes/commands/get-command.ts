import { CommandView, ProblemError, Type } from "@skald/shared";
import { requireSaga } from "../../sagas/seen-saga.ts";
import { Name, problems } from "../parts.ts";
import type { Route } from "../route.ts";

const schema = {
  operationId: "getCommand",
  tags: ["commands"],
  summary: "What came of a command",
  params: Type.Object({ id: Name, commandId: Type.String({ format: "uuid" }) }),
  response: { 200: CommandView, ...problems("REQUEST_INVALID", "SAGA_NOT_FOUND", "COMMAND_NOT_FOUND", "NOT_READY") },
};

/** `GET /sagas/{id}/commands/{commandId}` */
export const getCommand: Route = (door) => ({
  method: "GET",
  url: "/api/v1/sagas/:id/commands/:commandId",
  schema,
  handler: async (request) => {
    const { id, commandId } = request.params as { readonly id: string; readonly commandId: string };
    await requireSaga(door, id);
    const command = await door.projection.command(id, commandId);
    if (command === null) throw new ProblemError("COMMAND_NOT_FOUND", `Saga "${id}" was never told "${commandId}".`);

    return command;
  },
});
