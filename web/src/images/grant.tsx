/** Giving credits: to whom, how many, and why. */

import { type FormEvent, useRef, useState } from "react";
import { ApiError } from "../api/client";
import type { CreditFigures, Granted } from "../api/types";
import { Section } from "../form/section";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Problem } from "../ui/problem";
import { sentence } from "../words";
import { useImageActions } from "./queries";
import { creditsOf } from "./words";

export function Grant({ credits }: { credits: CreditFigures }) {
  const { grant } = useImageActions();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Error>();
  const [given, setGiven] = useState<Granted>();
  const key = useRef(crypto.randomUUID()); // a second click gives nothing twice

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const { email, amount, reason } = Object.fromEntries(new FormData(form));
    setBusy(true);
    setRefused(undefined);
    setGiven(undefined);
    try {
      setGiven(await grant({ email: String(email), amount: Number(amount), reason: String(reason) }, key.current));
      form.reset();
    } catch (error) {
      setRefused(error as Error);
    } finally {
      key.current = crypto.randomUUID();
      setBusy(false);
    }
  };
  const details = refused instanceof ApiError ? refused.details : {};
  const fault = (field: string) => details[field] && sentence(details[field]);
  return (
    <Section title="Give credits">
      <p className="text-caption text-soft">
        Users have {creditsOf(credits.balance)}. In 30 days {credits.granted.toLocaleString("en-GB")} were given and{" "}
        {credits.spent} spent.
      </p>
      <form onSubmit={submit} className="space-y-4">
        <div className="grid gap-4 sm:grid-cols-[1fr_8rem]">
          <Field label="Email" name="email" type="email" autoComplete="off" required error={fault("email")} />
          <Field label="Credits" name="amount" type="number" min={1} max={1_000_000} required error={fault("amount")} />
        </div>
        <Field label="Why" name="reason" maxLength={200} autoComplete="off" required error={fault("reason")} />
        <Problem error={Object.keys(details).length ? undefined : refused} />
        <Button type="submit" busy={busy}>
          {busy ? "Giving …" : "Give"}
        </Button>
        <p role="status" className="text-caption font-medium text-accent">
          {given && `Given. Now ${creditsOf(given.balance)} are there.`}
        </p>
      </form>
    </Section>
  );
}
