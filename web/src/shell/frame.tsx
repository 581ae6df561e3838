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
import { isAdmin, useSession } from "./session";
import { useShortcut, useShortcutKeys } from "./shortcuts";

const KeyboardHelp = lazy(() => import("./keyboard-help"));

interface PlaceToGo {
  href: string;
  name: string;
  icon: IconName;
}

const PICTURES: PlaceToGo = { href: "/images", name: "Pictures", icon: "artist" };
const ADMINS_PLACES: PlaceToGo[] = [
  { href: "/", name: "Batches", icon: "batches" },
  { href: "/gallery", name: "Gallery", icon: "gallery" },
  { href: "/review", name: "Review", icon: "review" },
  PICTURES,
  { href: "/insights", name: "Insights", icon: "insights" },
];

/** Where who is signed in may go. */
function usePlaces(): PlaceToGo[] {
  const { person } = useSession();
  return isAdmin(person) ? ADMINS_PLACES : [PICTURES];
}

export function Frame({ children }: { children: ReactNode }) {
  const [, go] = useLocation();
  const [help, setHelp] = useState(false);
  const client = useQueryClient();
  const admin = isAdmin(useSession().person);

  useShortcutKeys();
  useShortcut("n", admin ? () => go("/new") : undefined);
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
  const places = usePlaces();
  const admin = isAdmin(useSession().person);
  return (
    <header className="sticky top-0 z-10 border-b border-line bg-paper/90 backdrop-blur">
      <div className="mx-auto flex h-16 max-w-6xl items-center gap-3 px-4 sm:gap-6 sm:px-6">
        <Link href="/" className="serif flex items-center gap-2 text-lead font-semibold">
          <Mark />
          Brigade
        </Link>
        <nav aria-label="Main" className="hidden gap-1 md:flex">
          {places.map((place) => (
            <Place key={place.href} {...place} className="rounded-control px-2 py-2 lg:px-3" />
          ))}
        </nav>
        <div className="ml-auto flex items-center gap-2">
          <span role="status">{!online && <Badge tone="warn">Offline</Badge>}</span>
          {admin && (
            <ButtonLink href="/new" look="primary">
              <Icon name="plus" className="size-4" />
              <span>
                New<span className="hidden md:inline"> batch</span>
              </span>
            </ButtonLink>
          )}
          <AccountMenu onHelp={onHelp} />
        </div>
      </div>
    </header>
  );
}

/** Who has one place only is there already. */
function BottomBar() {
  const places = usePlaces();
  if (places.length === 1) return null;
  return (
    <nav aria-label="Main" className="fixed inset-x-0 bottom-0 z-10 flex border-t border-line bg-paper md:hidden">
      {places.map((place) => (
        <Place key={place.href} {...place} className="flex-1 flex-col gap-0 py-2 text-caption" withIcon />
      ))}
    </nav>
  );
}

function Place({ href, name, icon, className, withIcon }: PlaceToGo & { className: string; withIcon?: boolean }) {
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
