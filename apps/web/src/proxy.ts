import { type NextRequest, NextResponse } from "next/server";
import { securityHeaders } from "#lib/security-headers.ts";

/**
 * Puts a fresh nonce and the security headers on every page. It decides nothing about rights:
 * the engine authorises every read and every command (security.md, Console).
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(crypto.randomUUID());
  const secured = securityHeaders(nonce, process.env.NODE_ENV === "development");
  const forwarded = new Headers(request.headers);
  forwarded.set("x-nonce", nonce);
  forwarded.set("content-security-policy", secured["content-security-policy"]);

  const response = NextResponse.next({ request: { headers: forwarded } });
  for (const [name, value] of Object.entries(secured)) response.headers.set(name, value);

  return response;
}

export const config = { matcher: ["/((?!_next/static|api/v1/|theme.js).*)"] };
