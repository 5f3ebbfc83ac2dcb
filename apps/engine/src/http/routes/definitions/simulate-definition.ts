import { ProblemError, SimulateRequest, SimulateView } from "@skald/shared";
import { familyOfText, storedFamily } from "../../definitions/find-family.ts";
import { problems } from "../parts.ts";
import type { Route } from "../route.ts";

const schema = {
  operationId: "simulateDefinition",
  tags: ["definitions"],
  summary: "Play a saga in a made-up world",
  description:
    "Participants answer as `outcomes` says, the clock jumps to what is due next, and nothing is called or stored. " +
    "The same request gives the same answer. An engine plays up to 1000 events and looks at up to 500 configurations.",
  body: SimulateRequest,
  response: {
    200: SimulateView,
    ...problems(
      "REQUEST_INVALID",
      "JSON_INVALID",
      "DEFINITION_NOT_FOUND",
      "BODY_TOO_LARGE",
      "CONTENT_TYPE_UNSUPPORTED",
      "DOCUMENT_INVALID",
      "OUTCOMES_INVALID",
      "INPUT_INVALID",
      "SIMULATION_TOO_LONG",
      "TOO_MANY_REQUESTS",
      "NOT_READY",
    ),
  },
};

/** `POST /definitions/simulate` */
export const simulateDefinition: Route = (door) => ({
  method: "POST",
  url: "/api/v1/definitions/simulate",
  schema,
  bodyLimit: 1024 * 1024,
  handler: async (request) => {
    const body = request.body as SimulateRequest;
    const { text, definition, version } = body;
    if (text !== undefined) return door.simulator.play(await familyOfText(door, text, definition ?? null), body);
    if (definition !== undefined) return door.simulator.play(await storedFamily(door, definition, version ?? null), body);

    throw new ProblemError("REQUEST_INVALID", "Say what to play: the text of a saga, or the name of a stored one.", {
      errors: [{ code: "REQUEST_INVALID", message: "is missing, and so is text", at: "/definition" }],
    });
  },
});
