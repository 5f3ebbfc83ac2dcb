import type { ValidateFunction } from "ajv";

/** Validators of the two kinds of documents and of test files. Made by packages/dsl/schema/write.ts. */
export declare const saga: ValidateFunction;
export declare const service: ValidateFunction;
export declare const test: ValidateFunction;
