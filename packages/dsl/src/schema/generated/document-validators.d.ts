import type { ValidateFunction } from "ajv";

/** Validators of the two kinds of documents. Made by packages/dsl/schema/write.ts. */
export declare const saga: ValidateFunction;
export declare const service: ValidateFunction;
