// A thread that proves definitions, started by create-task-thread.ts. It is ended from outside when it takes too long.
import { parentPort } from "node:worker_threads";
import type { CompiledSaga } from "@skald/dsl";
import { proveDefinition } from "@skald/proof";
import { PROOF_LIMIT } from "./proof-limit.ts";

parentPort?.on("message", (definition: CompiledSaga) => parentPort?.postMessage(proveDefinition(definition, PROOF_LIMIT)));
