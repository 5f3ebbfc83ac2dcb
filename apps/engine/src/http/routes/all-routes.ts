import type { FastifyInstance } from "fastify";
import { takeDocuments, takeJson, takeJsonOrYaml } from "../body/body-parsers.ts";
import type { Door } from "../edge.ts";
import { getCommand } from "./commands/get-command.ts";
import { listCommands } from "./commands/list-commands.ts";
import { postCommand } from "./commands/post-command.ts";
import { previewCommand } from "./commands/preview-command.ts";
import { diffVersions } from "./definitions/diff-versions.ts";
import { getDefinition, getVersion } from "./definitions/get-definition.ts";
import { listDefinitions } from "./definitions/list-definitions.ts";
import { listVersions } from "./definitions/list-versions.ts";
import { patchVersion } from "./definitions/patch-version.ts";
import { postDefinitions } from "./definitions/post-definitions.ts";
import { simulateDefinition } from "./definitions/simulate-definition.ts";
import { validateDefinitions } from "./definitions/validate-definitions.ts";
import { getDocs, getErrorIndex, getErrorPage, getOpenApi } from "./docs/get-docs.ts";
import { getSagaSchema, getServiceSchema, getTestSchema } from "./docs/get-schemas.ts";
import { getCoordinatorMetrics } from "./operations/get-coordinator-metrics.ts";
import { getHealth, getLive, getReady } from "./operations/get-health.ts";
import { getHealthDetailed } from "./operations/get-health-detailed.ts";
import { getMetrics } from "./operations/get-metrics.ts";
import { getStatistics } from "./operations/get-statistics.ts";
import { listAudit } from "./operations/list-audit.ts";
import { addRoutes, type Route } from "./route.ts";
import { explainSaga } from "./sagas/explain-saga.ts";
import { getGraph } from "./sagas/get-graph.ts";
import { getJournal } from "./sagas/get-journal.ts";
import { getSaga } from "./sagas/get-saga.ts";
import { getSagaAt } from "./sagas/get-saga-at.ts";
import { listSagas } from "./sagas/list-sagas.ts";
import { postBatch } from "./sagas/post-batch.ts";
import { postSaga } from "./sagas/post-saga.ts";
import { streamSaga } from "./sagas/stream-saga.ts";
import { streamSagas } from "./sagas/stream-sagas.ts";
import { getService } from "./services/get-service.ts";
import { listServices } from "./services/list-services.ts";
import { postBreaker } from "./services/post-breaker.ts";
import { putService } from "./services/put-service.ts";

/** In the order in which the documentation shows them. */
const JSON_ROUTES: readonly Route[] = [
  postSaga,
  postBatch,
  listSagas,
  getSaga,
  getJournal,
  getGraph,
  explainSaga,
  getSagaAt,
  previewCommand,
  postCommand,
  listCommands,
  getCommand,
  streamSaga,
  streamSagas,
  listDefinitions,
  getDefinition,
  listVersions,
  getVersion,
  diffVersions,
  patchVersion,
  simulateDefinition,
  listServices,
  getService,
  putService,
  postBreaker,
  listAudit,
  getStatistics,
  getCoordinatorMetrics,
  getHealth,
  getLive,
  getReady,
  getHealthDetailed,
  getMetrics,
  getSagaSchema,
  getServiceSchema,
  getTestSchema,
  getOpenApi,
  getDocs,
  getErrorIndex,
  getErrorPage,
];

/** Adds every route, in scopes by the bodies they take. */
export function addAllRoutes(app: FastifyInstance, door: Door): void {
  const addScope = (takeBodies: (scope: FastifyInstance) => void, routes: readonly Route[]): void => {
    app.register((scope, _options, done) => {
      takeBodies(scope);
      addRoutes(scope, door, routes);
      done();
    });
  };
  addScope(takeJson, JSON_ROUTES);
  addScope(takeDocuments, [postDefinitions]);
  addScope(takeJsonOrYaml, [validateDefinitions]);
}
