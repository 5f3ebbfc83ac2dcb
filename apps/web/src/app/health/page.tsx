import type { Metadata } from "next";
import { Health } from "#features/health/health.tsx";

export const metadata: Metadata = { title: "Health" };

export default function HealthPage() {
  return <Health />;
}
