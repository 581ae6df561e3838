/** The sign-in page. */

import { type FormEvent, useEffect, useState } from "react";
import { Link } from "wouter";
import { ApiError } from "../api/client";
import table from "../assets/table.webp";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Problem } from "../ui/problem";
import { duration } from "../words";
import { useSession } from "./session";

/** `expired`: it was not their wish to be signed out. */
export default function SignIn({ expired }: { expired: boolean }) {
  const { signIn } = useSession();
  const [error, setError] = useState<Error>();
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    document.title = "Sign in – Brigade";
  }, []);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setError(undefined);
    try {
      await signIn(String(form.get("email")), String(form.get("password")));
    } catch (refused) {
      setError(refused as Error);
    } finally {
      setBusy(false);
    }
  };

  const details = error instanceof ApiError ? error.details : {};
  return (
    <main className="grid min-h-dvh lg:grid-cols-[1fr_1.1fr]">
      <section className="flex items-center justify-center px-4 py-12 sm:px-8">
        <form onSubmit={submit} className="w-full max-w-sm space-y-6">
          <div>
            <h1 className="text-display">Brigade</h1>
            <p className="mt-2 text-lead text-soft">Recipes by the hundred, each with a photograph of its own.</p>
          </div>
          {expired && !error && (
            <p role="status" className="rounded-control bg-warn-wash px-4 py-3 text-warn">
              Your session has ended. Sign in to go on where you were.
            </p>
          )}
          <Problem error={error} words={error && words(error)} focus />
          <Field
            label="Email"
            name="email"
            type="email"
            autoComplete="username"
            required
            autoFocus
            error={details.email}
          />
          <Field
            label="Password"
            name="password"
            type="password"
            autoComplete="current-password"
            required
            error={details.password}
          />
          <Button look="primary" type="submit" busy={busy} className="w-full">
            {busy ? "Signing in …" : "Sign in"}
          </Button>
          <p>
            <Link href="/forgot-password" className="text-soft underline hover:text-ink">
              Forgotten your password?
            </Link>
          </p>
        </form>
      </section>
      <Table />
    </main>
  );
}

/** What the person can do about it. */
function words(error: Error): string {
  if (!(error instanceof ApiError)) return error.message;
  if (error.status === 429) {
    const wait = error.retryAfter ? ` in ${duration(error.retryAfter * 1000)}` : " in a while";
    return `Too many attempts. Try again${wait}.`;
  }
  if (error.status === 401) return "This email and password do not belong together. Check both.";
  return error.message;
}

/** What comes of it: dishes of the demo, as the simulator draws them. */
function Table() {
  return (
    <aside aria-hidden="true" className="hidden overflow-hidden bg-sunken lg:block">
      <img src={table} alt="" loading="lazy" className="h-dvh w-full object-cover" />
    </aside>
  );
}
