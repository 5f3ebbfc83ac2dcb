import { forward } from "#lib/forward.ts";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

export { forward as GET };
