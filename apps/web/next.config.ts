import path from "node:path";
import type { NextConfig } from "next";

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // The engine answers compressed where it pays; event streams must not be held back by a compressor.
  compress: true,
  transpilePackages: ["@skald/shared", "@skald/dsl"],
  images: { unoptimized: true },
  devIndicators: false,
  turbopack: { root: path.join(import.meta.dirname, "../..") },
};

export default config;
