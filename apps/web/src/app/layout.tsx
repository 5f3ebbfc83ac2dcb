import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { Providers } from "#ui/frame/providers.tsx";
import { Shell } from "#ui/frame/shell.tsx";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Skald", template: "%s · Skald" },
  description: "Sagas you can see, prove and repair.",
};

export const viewport: Viewport = { width: "device-width", initialScale: 1 };

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    // The theme script sets data-theme before React sees the page.
    <html className={`${GeistSans.variable} ${GeistMono.variable}`} lang="en" suppressHydrationWarning>
      <head>
        {/* Synchronous: it must run before the first paint, or the theme flashes. */}
        <script nonce={nonce} src="/theme.js" suppressHydrationWarning />
      </head>
      <body>
        <Providers>
          <Shell>{children}</Shell>
        </Providers>
      </body>
    </html>
  );
}
