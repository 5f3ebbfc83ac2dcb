export { type Exploration, type ExploreOptions, explore, type Visitor } from "./explore/explore.ts";
export { proveDefinition } from "./explore/prove-definition.ts";
