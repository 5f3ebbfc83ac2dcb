import { Type } from "@skald/shared";
import { FILTER_PARAMETERS, LABEL_PARAMETERS, readFilter } from "../../sagas/read-filter.ts";
import { openEventStream } from "../../stream/event-stream.ts";
import { followSagas } from "../../stream/follow-sagas.ts";
import { EventStreamBody, problems } from "../parts.ts";
import type { Route } from "../route.ts";

const schema = {
  operationId: "streamSagas",
  tags: ["streams"],
  summary: "Hints about sagas that moved",
  description:
    "Server-sent events. Every connection begins with the event `resync`: read your rows once. Then " +
    "`{ changed: [{ id, revision, status }], more }`, at most four times a second. A hint may be missing, never wrong; " +
    "`definition` and `status` narrow hints, other filters do not.",
  querystring: Type.Object(FILTER_PARAMETERS, LABEL_PARAMETERS),
  headers: Type.Object({ "last-event-id": Type.Optional(Type.String()) }),
  response: { 200: EventStreamBody, ...problems("REQUEST_INVALID", "TOO_MANY_REQUESTS") },
};

/** `GET /stream` */
export const streamSagas: Route = (door) => ({
  method: "GET",
  url: "/api/v1/stream",
  schema,
  exposeHeadRoute: false,
  handler: async (request, reply) => {
    const filter = readFilter(request.query as Readonly<Record<string, string>>);

    followSagas(door, openEventStream(door, request, reply), filter);
  },
});
