import { fileURLToPath } from "node:url";
import { defineConfig } from "prisma/config";

// Prisma's command line wants to download a schema engine; this one runs its WebAssembly build instead.
process.env["PRISMA_SCHEMA_ENGINE_BINARY"] ??= fileURLToPath(new URL("tools/prisma/schema-engine.mjs", import.meta.url));

// `prisma generate` needs no database, the other commands read DATABASE_URL.
export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env["DATABASE_URL"] ?? "postgresql://127.0.0.1:5432/skald" },
});
