import Link from "next/link";
import { Fragment, type ReactNode } from "react";

interface BreadcrumbProps {
  /** From the outermost page on. */
  readonly links: readonly { readonly href: string; readonly label: string }[];
  /** This page itself, where its heading does not say it. */
  readonly children?: ReactNode;
}

/** The pages above this one, as links. */
export function Breadcrumb({ links, children }: BreadcrumbProps) {
  return (
    <nav aria-label="Breadcrumb" className="text-[13px] text-muted">
      {links.map(({ href, label }, index) => (
        <Fragment key={href}>
          {index > 0 && <Slash />}
          <Link className="hover:text-text hover:underline" href={href} prefetch={false}>
            {label}
          </Link>
        </Fragment>
      ))}
      {children !== undefined && <Slash />}
      {children}
    </nav>
  );
}

function Slash() {
  return <span aria-hidden="true"> / </span>;
}
