/** A forgotten password: a letter is asked for, and its link leads back here to choose a new one. */

import { type FormEvent, type ReactNode, useEffect, useState } from "react";
import { Link } from "wouter";
import { ApiError, post } from "../api/client";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Problem } from "../ui/problem";

const LETTER = "If there is an account with this address, a letter is on its way. Its link works for a short time.";
const CHANGED = "The password is changed. Sign in with the new one.";

export function ForgotPassword() {
  return (
    <Ask title="Forgotten password" path="/api/auth/forgot-password" action="Send a letter" done={LETTER}>
      {(details) => (
        <Field label="Email" name="email" type="email" autoComplete="username" required error={details.email} />
      )}
    </Ask>
  );
}

export function ResetPassword() {
  const token = new URLSearchParams(location.hash.slice(1)).get("token") ?? "";
  return (
    <Ask title="A new password" path="/api/auth/reset-password" action="Change it" done={CHANGED} extra={{ token }}>
      {(details) => (
        <Field
          label="New password"
          name="password"
          type="password"
          autoComplete="new-password"
          required
          hint="A few words that belong together only for you make a good one."
          error={details.password}
        />
      )}
    </Ask>
  );
}

interface AskProps {
  title: string;
  path: string;
  action: string;
  done: string;
  extra?: Record<string, string>;
  children: (details: Record<string, string>) => ReactNode;
}

function Ask({ title, path, action, done, extra, children }: AskProps) {
  const [state, setState] = useState<"asking" | "busy" | "done">("asking");
  const [error, setError] = useState<Error>();
  useEffect(() => {
    document.title = `${title} – Brigade`;
  }, [title]);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = Object.fromEntries(new FormData(event.currentTarget));
    setState("busy");
    setError(undefined);
    try {
      await post(path, { ...fields, ...extra });
      setState("done");
    } catch (refused) {
      setError(refused as Error);
      setState("asking");
    }
  };

  return (
    <main className="mx-auto w-full max-w-sm space-y-6 px-4 py-16">
      <h1 className="text-display">{title}</h1>
      {state === "done" ? (
        <p role="status">{done}</p>
      ) : (
        <form onSubmit={submit} className="space-y-6">
          <Problem error={error} />
          {children(error instanceof ApiError ? error.details : {})}
          <Button look="primary" type="submit" busy={state === "busy"} className="w-full">
            {action}
          </Button>
        </form>
      )}
      <p>
        <Link href="/" className="text-soft underline hover:text-ink">
          To the sign-in
        </Link>
      </p>
    </main>
  );
}
