import type { Metadata } from "next";
import { DefinitionDetail } from "#features/definitions/definition-detail.tsx";

interface DefinitionPageProps {
  readonly params: Promise<{ readonly namespace: string; readonly name: string }>;
}

export async function generateMetadata({ params }: DefinitionPageProps): Promise<Metadata> {
  const { namespace, name } = await params;

  return { title: `${namespace}/${name}` };
}

export default async function DefinitionPage({ params }: DefinitionPageProps) {
  const { namespace, name } = await params;

  return <DefinitionDetail name={name} namespace={namespace} />;
}
