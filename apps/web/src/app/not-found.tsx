import Link from "next/link";
import { Empty } from "#ui/states.tsx";

export default function NotFound() {
  return (
    <Empty title="There is no such page">
      <Link className="text-accent underline" href="/">
        Go to the overview
      </Link>
    </Empty>
  );
}
