import Link from "next/link";
import { Page } from "#ui/frame/page.tsx";

export default function NotFound() {
  return (
    <Page title="There is no such page">
      <Link className="text-accent underline" href="/">
        Go to the overview
      </Link>
    </Page>
  );
}
