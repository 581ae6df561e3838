/** What only administrators may see, and what others who come by are told. */

import type { ReactNode } from "react";
import { Redirect } from "wouter";
import { ButtonLink } from "../ui/button";
import { Notice } from "../ui/notice";
import { Page } from "./page";
import { isAdmin, useSession } from "./session";

export const OF_EVERYBODY = "/images";

/** `instead`: on this page others are led to what is theirs, and told nothing. */
export function ForAdmins({ instead, children }: { instead?: boolean; children: ReactNode }) {
  const { person } = useSession();
  if (isAdmin(person)) return children;
  return instead ? <Redirect to={OF_EVERYBODY} replace /> : <NotYours email={person?.email} />;
}

function NotYours({ email }: { email: string | undefined }) {
  return (
    <Page title="For administrators">
      <Notice
        icon="person"
        title="This page is not yours to see"
        action={
          <ButtonLink href={OF_EVERYBODY} look="primary">
            To your pictures
          </ButtonLink>
        }
      >
        Recipes and their batches are made by administrators. You are signed in as {email}. Should you need this page,
        ask one of them.
      </Notice>
    </Page>
  );
}
