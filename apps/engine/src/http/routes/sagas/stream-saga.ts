import { Type } from "@skald/shared";
import { requireSaga } from "../../sagas/seen-saga.ts";
import { openEventStream } from "../../stream/event-stream.ts";
import { followSaga } from "../../stream/follow-saga.ts";
import { EventStreamBody, Name, problems } from "../parts.ts";
import type { Route } from "../route.ts";

const schema = {
  operationId: "streamSaga",
  tags: ["streams"],
  summary: "One saga, live",
  description:
    "Server-sent events: `id` is the revision, `data` is `{ from, to, patch }` and `patch` is the whole saga at `to`. " +
    "The first frame comes at once, unless Last-Event-ID is the present revision. A comment every 15 s.",
  params: Type.Object({ id: Name }),
  headers: Type.Object({ "last-event-id": Type.Optional(Type.String({ description: "Last revision seen." })) }),
  response: { 200: EventStreamBody, ...problems("SAGA_NOT_FOUND", "TOO_MANY_REQUESTS", "NOT_READY") },
};

/** `GET /sagas/{id}/stream` */
export const streamSaga: Route = (door) => ({
  method: "GET",
  url: "/api/v1/sagas/:id/stream",
  schema,
  exposeHeadRoute: false,
  handler: async (request, reply) => {
    const { id } = request.params as { readonly id: string };
    const { saga } = await requireSaga(door, id);
    const last = Number(request.headers["last-event-id"] ?? 0);

    const stream = openEventStream(door, request, reply);
    // An id beyond the journal was never given out by this saga.
    await followSaga(door, stream, id, Number.isInteger(last) && last > 0 && last <= saga.seq ? last : 0);
  },
});
