import path from "node:path";
import type { NextConfig } from "next";

/** A worker compiles the schemas of the documents it plays (`new Function`), and reaches nothing outside. */
const WORKER_POLICY = "default-src 'none'; script-src 'self' 'unsafe-eval'";

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // The engine answers compressed where it pays; event streams must not be held back by a compressor.
  compress: true,
  transpilePackages: ["@skald/shared", "@skald/dsl", "@skald/kernel", "@skald/proof"],
  // A worker has the policy of its own file, not the page's. On other files the header means nothing.
  headers: async () => [{ source: "/_next/static/:file*", headers: [{ key: "content-security-policy", value: WORKER_POLICY }] }],
  images: { unoptimized: true },
  devIndicators: false,
  turbopack: { root: path.join(import.meta.dirname, "../..") },
};

export default config;
