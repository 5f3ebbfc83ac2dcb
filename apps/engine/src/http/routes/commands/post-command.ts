import { CommandRequest, CommandView, type Json, Type } from "@skald/shared";
import { answerCommand } from "../../sagas/answer-command.ts";
import { fingerprintOf, readCommand, requireWords } from "../../sagas/read-command.ts";
import { Actor, IdempotencyKey, IfMatch, Name, problems } from "../parts.ts";
import type { Route } from "../route.ts";

const schema = {
  operationId: "sendCommand",
  tags: ["commands"],
  summary: "Tell a saga what to do",
  description:
    "The verdict comes from the saga's owner: 202 applied, 409 with the rule, 412 when the saga has moved (the problem carries it as `saga`). " +
    "A verdict that takes longer than 5 s is 202 with the state `pending`. The same Idempotency-Key has the same answer.",
  params: Type.Object({ id: Name }),
  headers: Type.Object({ "if-match": IfMatch, "idempotency-key": Type.Optional(IdempotencyKey), "x-skald-actor": Actor }),
  body: CommandRequest,
  response: {
    202: CommandView,
    ...problems(
      "REQUEST_INVALID",
      "POLICY_DENIED",
      "SAGA_NOT_FOUND",
      "COMMAND_NOT_ALLOWED",
      "SAGA_MOVING",
      "SAGA_NOT_CANCELLABLE",
      "PLAN_CHANGED",
      "REVISION_STALE",
      "IDEMPOTENCY_KEY_REUSED",
      "IF_MATCH_REQUIRED",
      "NOT_READY",
    ),
  },
};

/** `POST /sagas/{id}/commands` */
export const postCommand: Route = (door) => ({
  method: "POST",
  url: "/api/v1/sagas/:id/commands",
  schema,
  handler: async (request, reply) => {
    const { id } = request.params as { readonly id: string };
    const command = readCommand(request, door.ids.uuid());
    requireWords(command);

    const idempotencyKey = (request.headers["idempotency-key"] as string | undefined) ?? null;
    const outcome = await door.host.command(id, { command, idempotencyKey, fingerprint: fingerprintOf(request.body) });
    const view = await answerCommand(door, { sagaId: id, command, given: request.body as Json }, outcome);
    if (outcome.kind === "replayed") reply.header("idempotency-replayed", "true");
    return reply.code(202).send(view);
  },
});
