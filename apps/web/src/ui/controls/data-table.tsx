import type { ReactNode } from "react";

/** One column: how it is called and what a row shows in it. */
export interface Column<Row> {
  readonly name: string;
  readonly cell: (row: Row) => ReactNode;
  readonly align?: "right";
  /** Said on small screens as the first line of a row. */
  readonly lead?: boolean;
  /** Not shown below 1280 px: nice to have. */
  readonly extra?: boolean;
}

// Browsers drop the roles of a table whose display changes, so they are spelled out.
const ROLE = {
  table: { role: "table" },
  rowgroup: { role: "rowgroup" },
  row: { role: "row" },
  columnheader: { role: "columnheader" },
  cell: { role: "cell" },
} as const;

interface DataTableProps<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly rowClass?: (row: Row) => string;
}

/**
 * A real table. Below 640 px each row becomes a short card with named values.
 */
export function DataTable<Row>({ caption, columns, rows, rowKey, rowClass }: DataTableProps<Row>) {
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-[13px] max-sm:block" {...ROLE.table}>
        <caption className="sr-only">{caption}</caption>
        <thead className="max-sm:sr-only" {...ROLE.rowgroup}>
          <tr {...ROLE.row}>
            {columns.map((column) => (
              <th
                className={`whitespace-nowrap border-line border-b px-3 py-2 font-medium text-muted first:pl-4 last:pr-4 ${align(column)} ${visibility(column)}`}
                key={column.name}
                {...ROLE.columnheader}
                scope="col"
              >
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="max-sm:block" {...ROLE.rowgroup}>
          {rows.map((row) => (
            <tr
              className={`border-line border-b last:border-b-0 max-sm:block max-sm:px-4 max-sm:py-3 sm:hover:bg-sunken/60 ${rowClass?.(row) ?? ""}`}
              key={rowKey(row)}
              {...ROLE.row}
            >
              {columns.map((column) => (
                <td
                  className={`px-3 py-2 align-middle first:pl-4 last:pr-4 max-sm:flex max-sm:items-baseline max-sm:justify-between max-sm:gap-4 max-sm:px-0 max-sm:py-0.5 max-sm:first:pl-0 max-sm:last:pr-0 ${align(column)} ${visibility(column)}`}
                  key={column.name}
                  {...ROLE.cell}
                >
                  {column.lead !== true && (
                    <span aria-hidden="true" className="shrink-0 text-muted sm:hidden">
                      {column.name}
                    </span>
                  )}
                  <span className="min-w-0 max-sm:break-words">{column.cell(row)}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function align(column: { readonly align?: "right" }): string {
  return column.align === "right" ? "text-right max-sm:text-left" : "text-left";
}

function visibility(column: { readonly extra?: boolean }): string {
  return column.extra === true ? "max-xl:hidden!" : "";
}
