import { CommandList, Type } from "@skald/shared";
import { requireSaga } from "../../sagas/seen-saga.ts";
import { IdempotencyKey, Name, problems } from "../parts.ts";
import type { Route } from "../route.ts";

const schema = {
  operationId: "listCommands",
  tags: ["commands"],
  summary: "The commands of a saga",
  description: "With `idempotencyKey` the one command that was sent under it, if it arrived: the way out of an unknown outcome.",
  params: Type.Object({ id: Name }),
  querystring: Type.Object({ idempotencyKey: Type.Optional(IdempotencyKey) }, { additionalProperties: false }),
  response: { 200: CommandList, ...problems("REQUEST_INVALID", "SAGA_NOT_FOUND", "NOT_READY") },
};

/** `GET /sagas/{id}/commands` */
export const listCommands: Route = (door) => ({
  method: "GET",
  url: "/api/v1/sagas/:id/commands",
  schema,
  handler: async (request) => {
    const { id } = request.params as { readonly id: string };
    const { idempotencyKey } = request.query as { readonly idempotencyKey?: string };
    await requireSaga(door, id);
    if (idempotencyKey === undefined) return { items: [...(await door.projection.commands(id))] } satisfies CommandList;

    const command = await door.projection.commandByKey(id, idempotencyKey);
    return { items: command === null ? [] : [command] } satisfies CommandList;
  },
});
