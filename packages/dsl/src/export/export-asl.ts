import type { Json, JsonObject } from "@skald/shared";
import { resolveServices } from "../model/resolve.ts";
import { sagaModel } from "../model/saga-document.ts";
import { serviceModel } from "../model/service-document.ts";
import { documentLosses } from "./asl/document-losses.ts";
import type { Machine } from "./asl/machine.ts";
import { expressionsIn } from "./asl/words/expressions-in.ts";
import { writeScope } from "./asl/write-scope.ts";
import type { ExportScope } from "./called-operation.ts";
import type { ExportLoss } from "./loss.ts";

/** A machine in Amazon States Language (JSONata), and what it cannot say. */
export interface ExportedAsl {
  readonly machine: JsonObject;
  readonly losses: readonly ExportLoss[];
}

/**
 * A saga in Amazon States Language. It has no undo, so each failure edge leads through the undos of what is done by
 * then, last first. Calls become HTTP tasks; `${NAME}` is filled when the machine is deployed.
 */
export function exportAsl(document: Json, { services }: ExportScope): ExportedAsl {
  const saga = sagaModel(document);
  const catalogues = services.map(serviceModel);
  const expressions = expressionsIn(document);
  const machine: Machine = {
    saga,
    services: resolveServices(
      saga,
      (namespace, name) => catalogues.find((service) => service.name === name && service.namespace === namespace) ?? null,
    ),
    losses: [...documentLosses(document, saga, expressions)],
    taken: { states: new Set(), variables: new Set() },
    expressions,
    writeScope: (place) => writeScope(machine, place),
  };
  const scope = { start: saga.start, states: saga.states, output: null };
  const written = machine.writeScope({ scope, path: [], prefix: "", items: {}, outer: null });

  return {
    machine: { Comment: saga.title ?? saga.name, QueryLanguage: "JSONata", ...written },
    losses: machine.losses.toSorted((left, right) => (left.at < right.at ? -1 : Number(left.at > right.at))),
  };
}
