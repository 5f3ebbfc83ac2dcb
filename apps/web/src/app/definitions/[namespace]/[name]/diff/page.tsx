import type { Metadata } from "next";
import { DefinitionDiff } from "#features/definition-diff/definition-diff.tsx";

interface DiffPageProps {
  readonly params: Promise<{ readonly namespace: string; readonly name: string }>;
}

export async function generateMetadata({ params }: DiffPageProps): Promise<Metadata> {
  const { namespace, name } = await params;

  return { title: `Versions of ${namespace}/${name}` };
}

export default async function DiffPage({ params }: DiffPageProps) {
  const { namespace, name } = await params;

  return <DefinitionDiff name={name} namespace={namespace} />;
}
