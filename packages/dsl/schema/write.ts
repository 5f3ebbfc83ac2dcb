// Writes the published schemas from the constants they stand in, and the validators as code.
// Run: node packages/dsl/schema/write.ts
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { SAGA_SCHEMA } from "../src/schema/saga-schema.ts";
import { SERVICE_SCHEMA } from "../src/schema/service-schema.ts";
import { TEST_SCHEMA } from "../src/schema/test-schema.ts";
import { documentValidators } from "./document-validators.ts";

for (const [name, schema] of Object.entries({ saga: SAGA_SCHEMA, service: SERVICE_SCHEMA, test: TEST_SCHEMA })) {
  writeFileSync(fileURLToPath(new URL(`${name}.schema.json`, import.meta.url)), `${JSON.stringify(schema, null, 2)}\n`);
}
writeFileSync(fileURLToPath(new URL("../src/schema/generated/document-validators.js", import.meta.url)), documentValidators());
