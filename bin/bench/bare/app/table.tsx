'use client';

export type BareRow = {
  id: string;
  name: string;
  kind: string;
  teamName: string;
  ownerName: string | null;
  stage: string;
  level: string;
  changedAt: string;
};

export function BareTable({ rows }: { rows: readonly BareRow[] }) {
  return (
    <table>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} data-row={row.id}>
            <td>{row.name}</td>
            <td>{row.kind}</td>
            <td>{row.teamName}</td>
            <td>{row.ownerName}</td>
            <td>{row.stage}</td>
            <td>{row.level}</td>
            <td>{row.changedAt}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
