/** Who used what. */

import { useId } from "react";
import type { UserFigures } from "../api/types";
import { dollars } from "../words";

const NUMBER = "py-2 pl-4 text-right tabular-nums whitespace-nowrap";

export function Users({ users }: { users: UserFigures[] }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="rounded-card border border-line bg-raised p-4 sm:p-6">
      <h2 id={id} className="mb-4 text-lead">
        Who used what
      </h2>
      {users.length === 0 && <p className="text-soft">Nobody has asked for pictures yet.</p>}
      {users.length > 0 && (
        <table aria-labelledby={id} className="w-full text-caption">
          <thead className="border-b border-line text-soft">
            <tr>
              <th scope="col" className="py-2 text-left font-normal">
                User
              </th>
              <th scope="col" className={`${NUMBER} font-normal`}>
                Pictures
              </th>
              <th scope="col" className={`${NUMBER} font-normal`}>
                Credits
              </th>
              <th scope="col" className={`${NUMBER} font-normal`}>
                Cost
              </th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {users.map(({ userId, email, pictures, spentCredits, costUsd }) => (
              <tr key={userId ?? "house"}>
                <th scope="row" className="py-2 text-left font-normal wrap-anywhere">
                  {email ?? (userId ? "An account that is gone" : "The house, for its recipes")}
                </th>
                <td className={NUMBER}>{pictures}</td>
                <td className={NUMBER}>{userId ? spentCredits : "–"}</td>
                <td className={NUMBER}>{dollars(costUsd)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
