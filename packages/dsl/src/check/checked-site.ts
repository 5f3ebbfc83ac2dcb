export type CheckedSite = {};
