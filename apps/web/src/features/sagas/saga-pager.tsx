import { Button } from "#ui/controls/button.tsx";

interface SagaPagerProps {
  readonly cursor: string | null;
  readonly hasPrevious: boolean;
  readonly nextCursor: string | null;
  readonly turn: (to: "next" | "previous" | "newest", cursor: string | null) => void;
}

/** Turns pages by cursor. There are no page numbers: with a million sagas they would lie. */
export function SagaPager({ cursor, hasPrevious, nextCursor, turn }: SagaPagerProps) {
  if (cursor === null && nextCursor === null) return null;

  return (
    <nav aria-label="Pages" className="flex flex-wrap gap-2 border-line border-t px-4 py-2.5">
      <Button inactive={!hasPrevious} onClick={() => turn("previous", null)}>
        ← Previous
      </Button>
      <Button inactive={nextCursor === null} onClick={() => turn("next", nextCursor)}>
        Next →
      </Button>
      <Button inactive={cursor === null} onClick={() => turn("newest", null)}>
        Newest
      </Button>
    </nav>
  );
}
