/** The two halves of the insights: the kitchen, and pictures. */

import { Link, useLocation } from "wouter";
import { classes } from "../ui/classes";

const HALVES = [
  { href: "/insights", name: "Kitchen" },
  { href: "/insights/images", name: "Pictures" },
];

export function InsightsTabs() {
  const [path] = useLocation();
  return (
    <nav aria-label="Insights" className="flex rounded-full border border-line bg-raised p-1">
      {HALVES.map(({ href, name }) => (
        <Link
          key={href}
          href={href}
          aria-current={path === href ? "page" : undefined}
          className={classes(
            "rounded-full px-4 py-1 font-medium",
            path === href ? "bg-accent text-on-accent" : "text-soft hover:text-ink",
          )}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}
