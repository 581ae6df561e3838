/** The frame around every page: the bar above, the way around, the keyboard. */

import { useQueryClient } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { Link, useLocation } from "wouter";
import { Badge } from "../ui/badge";
import { ButtonLink } from "../ui/button";
import { classes } from "../ui/classes";
import { Icon, type IconName } from "../ui/icon";
import { AccountMenu } from "./account-menu";
import { useOnline } from "./online";
import { useShortcut, useShortcutKeys } from "./shortcuts";

const KeyboardHelp = lazy(() => import("./keyboard-help"));

const PLACES: { href: string; name: string; icon: IconName }[] = [
  { href: "/", name: "Batches", icon: "batches" },
  { href: "/gallery", name: "Gallery", icon: "gallery" },
  { href: "/review", name: "Review", icon: "review" },
  { href: "/insights", name: "Insights", icon: "insights" },
];

export function Frame({ children }: { children: ReactNode }) {
  const [, go] = useLocation();
  const [help, setHelp] = useState(false);
  const client = useQueryClient();

  useShortcutKeys();
  useShortcut("n", () => go("/new"));
  useShortcut("?", () => setHelp(true));
  useShortcut("/", () => toSearch(go));
  useShortcut("r", () => void client.invalidateQueries());

  return (
    <>
      <a
        href="#main"
        className="sr-only rounded-control bg-accent px-4 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-20"
      >
        Skip to the page
      </a>
      <TopBar onHelp={() => setHelp(true)} />
      {children}
      <BottomBar />
      {help && (
        <Suspense>
          <KeyboardHelp onClose={() => setHelp(false)} />
        </Suspense>
      )}
    </>
  );
}

function toSearch(go: (path: string) => void) {
  const field = document.querySelector<HTMLInputElement>("[data-search]");
  if (field) field.focus();
  else go("/?search");
}

function TopBar({ onHelp }: { onHelp: () => void }) {
  const online = useOnline();
  return (
    <header className="sticky top-0 z-10 border-b border-line bg-paper/90 backdrop-blur">
      <div className="mx-auto flex h-16 max-w-6xl items-center gap-3 px-4 sm:gap-6 sm:px-6">
        <Link href="/" className="serif flex items-center gap-2 text-lead font-semibold">
          <Mark />
          Brigade
        </Link>
        <nav aria-label="Main" className="hidden gap-1 sm:flex">
          {PLACES.map((place) => (
            <Place key={place.href} {...place} className="rounded-control px-3 py-2" />
          ))}
        </nav>
        <div className="ml-auto flex items-center gap-2">
          <span role="status">{!online && <Badge tone="warn">Offline</Badge>}</span>
          <ButtonLink href="/new" look="primary">
            <Icon name="plus" className="size-4" />
            <span>
              New<span className="hidden sm:inline"> batch</span>
            </span>
          </ButtonLink>
          <AccountMenu onHelp={onHelp} />
        </div>
      </div>
    </header>
  );
}

function BottomBar() {
  return (
    <nav aria-label="Main" className="fixed inset-x-0 bottom-0 z-10 flex border-t border-line bg-paper sm:hidden">
      {PLACES.map((place) => (
        <Place key={place.href} {...place} className="flex-1 flex-col gap-0 py-2 text-caption" withIcon />
      ))}
    </nav>
  );
}

function Place({
  href,
  name,
  icon,
  className,
  withIcon,
}: (typeof PLACES)[number] & { className: string; withIcon?: boolean }) {
  const [path] = useLocation();
  const here = href === "/" ? path === "/" || path.startsWith("/batches") : path.startsWith(href);
  return (
    <Link
      href={href}
      aria-current={here ? "page" : undefined}
      className={classes(
        "flex items-center gap-2 font-medium",
        here ? "text-accent" : "text-soft hover:text-ink",
        className,
      )}
    >
      {withIcon && <Icon name={icon} />}
      {name}
    </Link>
  );
}

function Mark() {
  return (
    <svg viewBox="0 0 32 32" className="size-7 text-accent" fill="none" stroke="currentColor" aria-hidden="true">
      <circle cx="16" cy="16" r="13" strokeWidth="2.5" />
      <circle cx="16" cy="16" r="7" strokeWidth="2.5" />
    </svg>
  );
}
