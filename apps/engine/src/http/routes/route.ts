import type { FastifyInstance, RouteOptions } from "fastify";
import type { Door } from "../edge.ts";

/** A route as its file states it: schema, handler, export. */
export type Route = (door: Door) => RouteOptions;

/** Adds routes to a scope. */
export function addRoutes(scope: FastifyInstance, door: Door, routes: readonly Route[]): void {
  for (const route of routes) scope.route(route(door));
}
