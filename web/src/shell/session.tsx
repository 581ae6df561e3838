/** Who is signed in. The session lives in cookies that scripts cannot read; we only ask whose it is. */

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import { ApiError, get, post, renewed, whenSignedOut } from "../api/client";
import { Failure, Loading } from "../ui/notice";

export interface Person {
  email: string;
  role: string;
}

const ME = ["me"];
const SignIn = lazy(() => import("./sign-in"));

export const isAdmin = (person: Person | null | undefined) => person?.role === "admin";

/** The person; null where nobody is signed in. A session that has run out is renewed once. */
async function whoIsIt(): Promise<Person | null> {
  try {
    return await me();
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 401)) throw error;
    return (await renewed()) ? me() : null;
  }
}

const me = () => get<Person>("/api/auth/me");

export function useSession() {
  const client = useQueryClient();
  const query = useQuery({ queryKey: ME, queryFn: whoIsIt, staleTime: Number.POSITIVE_INFINITY, retry: 1 });
  const signIn = async (email: string, password: string) => {
    await post("/api/auth/login", { email, password });
    client.setQueryData(ME, await me());
  };
  const signOut = async () => {
    await post("/api/auth/logout", {});
    client.setQueryData(ME, null);
    client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== ME[0] });
  };
  return { ...query, person: query.data, signIn, signOut };
}

/** Everything behind it is for who is signed in; where one stood is kept through signing in again. */
export function SignedIn({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const { person, error, refetch, isPending } = useSession();
  const [expired, setExpired] = useState(false);

  useEffect(() => {
    whenSignedOut(() => {
      setExpired(true);
      client.setQueryData(ME, null);
    });
  }, [client]);
  useEffect(() => {
    if (person) setExpired(false);
  }, [person]);

  if (isPending) return <Loading what="your session" />;
  if (error) return <Failure title="Brigade does not answer" error={error} onRetry={() => void refetch()} />;
  if (person) return children;
  return (
    <Suspense fallback={<Loading what="the sign-in page" />}>
      <SignIn expired={expired} />
    </Suspense>
  );
}
