import type { Metadata } from "next";
import { DefinitionList } from "#features/definitions/definition-list.tsx";

export const metadata: Metadata = { title: "Definitions" };

export default function DefinitionsPage() {
  return <DefinitionList />;
}
