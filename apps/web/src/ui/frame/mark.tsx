/** The mark: forward above, back below, and the line between that is crossed once. */
export function Mark() {
  return (
    <svg aria-hidden="true" fill="none" height="20" viewBox="0 0 20 20" width="20">
      <path d="M2 6.5h10.5M10 3.5l3 3-3 3" stroke="currentColor" strokeLinecap="round" strokeLinejoin="round" strokeWidth="1.8" />
      <path d="M13 13.5H2.5M5 10.5l-3 3 3 3" stroke="var(--undo)" strokeLinecap="round" strokeLinejoin="round" strokeWidth="1.8" />
      <path d="M17 2.5v15" stroke="currentColor" strokeLinecap="round" strokeWidth="1.8" />
    </svg>
  );
}
