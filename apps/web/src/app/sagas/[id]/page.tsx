import type { Metadata } from "next";
import { CommandDesk } from "#features/commands/command-desk.tsx";
import { SagaDetail } from "#features/saga/saga-detail.tsx";

interface SagaPageProps {
  readonly params: Promise<{ readonly id: string }>;
}

export const metadata: Metadata = { title: "Saga" };

export default async function SagaPage({ params }: SagaPageProps) {
  const { id } = await params;

  return (
    <CommandDesk key={id} sagaId={id}>
      <SagaDetail id={id} />
    </CommandDesk>
  );
}
