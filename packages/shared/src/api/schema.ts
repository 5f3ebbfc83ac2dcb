/** The schema builder of the contracts. Others take it from here, so that the dependency stands in one folder. */
export { default as Type, type Static, type TSchema } from "typebox";
