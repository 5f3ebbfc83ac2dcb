import { type CommandCalls, commandCalls } from "./commands.ts";
import { type DefinitionCalls, definitionCalls } from "./definitions.ts";
import { type OperationCalls, operationCalls } from "./operations.ts";
import { type SagaCalls, sagaCalls } from "./sagas.ts";
import { type ClientSettings, createTransport } from "./transport.ts";

/** Everything the HTTP API of the engine offers, typed by its schemas. */
export interface Client extends SagaCalls, CommandCalls, DefinitionCalls, OperationCalls {}

/**
 * A client of an engine. Every call ends: with its answer, an ApiError when the engine says no,
 * or an UnreachableError when there was no answer.
 *
 * @example const { saga } = await createClient({ baseUrl }).startSaga({ definition: "shop/order", input }, { wait: "10s" });
 */
export function createClient(settings: ClientSettings): Client {
  const send = createTransport(settings);

  return { ...sagaCalls(send), ...commandCalls(send), ...definitionCalls(send), ...operationCalls(send) };
}
