import "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of the database `skald` on the server the integration tests share. */
    databaseUrl: string;
  }
}
