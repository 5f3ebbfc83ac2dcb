export type ExpressionSite = {};
