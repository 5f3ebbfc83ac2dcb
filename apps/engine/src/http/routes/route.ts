import type { FastifyInstance, RouteOptions } from "fastify";
import type { Door } from "../edge.ts";

/** A route as its file states it: schema, handler, export. */
export type Route = (door: Door) => RouteOptions;

/** Adds routes to a scope. */
export function addRoutes(scope: FastifyInstance, door: Door, routes: readonly Route[]): void {
  for (const route of routes) {
    const { handler, ...options } = route(door);
    scope.route({
      ...options,
      handler(request, reply) {
        const answer: unknown = handler.call(this, request, reply);
        if (answer instanceof Promise) door.underWay.add(answer);
        return answer;
      },
    });
  }
}
