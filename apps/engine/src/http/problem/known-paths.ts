import type { RouteOptions } from "fastify";

/** Remembers which methods each path takes, so that a wrong method is told from a wrong path. */
export interface KnownPaths {
  add(route: Pick<RouteOptions, "url" | "method">): void;
  /** Methods of the routes a path fits; empty when there is none. */
  methodsOf(path: string): readonly string[];
}

export function createKnownPaths(): KnownPaths {
  const routes: { readonly pattern: RegExp; readonly methods: readonly string[] }[] = [];

  return {
    add({ url, method }) {
      const parts = url.split("/").map((part) => (part.startsWith(":") ? "[^/]+" : part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")));
      routes.push({ pattern: new RegExp(`^${parts.join("/")}$`), methods: [method].flat() });
    },
    methodsOf: (path) => [...new Set(routes.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods))].sort(),
  };
}
