import type { FastifyInstance } from "fastify";
import { takeDocuments, takeJson } from "../body/body-parsers.ts";
import type { Door } from "../edge.ts";
import { postCommand } from "./commands/post-command.ts";
import { postDefinitions } from "./definitions/post-definitions.ts";
import { getHealth, getLive, getReady } from "./operations/get-health.ts";
import { addRoutes, type Route } from "./route.ts";
import { getJournal } from "./sagas/get-journal.ts";
import { getSaga } from "./sagas/get-saga.ts";
import { postSaga } from "./sagas/post-saga.ts";

const JSON_ROUTES: readonly Route[] = [postSaga, getSaga, getJournal, postCommand, getHealth, getLive, getReady];
const DOCUMENT_ROUTES: readonly Route[] = [postDefinitions];

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
  addScope(takeDocuments, DOCUMENT_ROUTES);
}
