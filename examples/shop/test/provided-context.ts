import "vitest";

// What the project `integration` provides to every test file.
declare module "vitest" {
  interface ProvidedContext {
    databaseUrl: string;
  }
}
