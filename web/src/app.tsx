/** Which page an address shows; each page is a chunk of its own. */

import { type ComponentType, type LazyExoticComponent, lazy, Suspense } from "react";
import { Route, Switch, useLocation } from "wouter";
import { Boundary } from "./shell/boundary";
import { ForAdmins } from "./shell/for-admins";
import { Frame } from "./shell/frame";
import { SignedIn } from "./shell/session";
import { Loading } from "./ui/notice";

type Shown = LazyExoticComponent<ComponentType<{ params: Record<string, string> }>>;

/** What anybody who is signed in may see. */
const FOR_ALL: [path: string, page: Shown][] = [["/images", lazy(() => import("./pages/images"))]];

const PAGES: [path: string, page: Shown][] = [
  ["/", lazy(() => import("./pages/history"))],
  ["/new", lazy(() => import("./pages/new-batch"))],
  ["/batches/:batchId", lazy(() => import("./pages/batch"))],
  ["/gallery", lazy(() => import("./pages/gallery"))],
  ["/batches/:batchId/recipes/:recipeId", lazy(() => import("./pages/recipe"))],
  ["/review", lazy(() => import("./pages/review"))],
  ["/insights", lazy(() => import("./pages/insights"))],
  ["/insights/images", lazy(() => import("./pages/image-insights"))],
];
const Lost = lazy(() => import("./pages/lost"));

const ForgotPassword = lazy(() => import("./shell/password").then((each) => ({ default: each.ForgotPassword })));
const ResetPassword = lazy(() => import("./shell/password").then((each) => ({ default: each.ResetPassword })));

export function App() {
  return (
    <Suspense fallback={<Loading what="the page" />}>
      <Switch>
        <Route path="/forgot-password">
          <ForgotPassword />
        </Route>
        <Route path="/reset-password">
          <ResetPassword />
        </Route>
        <Route>
          <Inside />
        </Route>
      </Switch>
    </Suspense>
  );
}

function Inside() {
  const [address] = useLocation();
  return (
    <SignedIn>
      <Frame>
        <Boundary key={address}>
          <Suspense fallback={<Loading what="the page" />}>
            <Switch>
              {FOR_ALL.map(([path, Shown]) => (
                <Route key={path} path={path}>
                  {(params) => <Shown params={params as Record<string, string>} />}
                </Route>
              ))}
              {PAGES.map(([path, Shown]) => (
                <Route key={path} path={path}>
                  {(params) => (
                    <ForAdmins instead={path === "/"}>
                      <Shown params={params as Record<string, string>} />
                    </ForAdmins>
                  )}
                </Route>
              ))}
              <Route>
                <Lost />
              </Route>
            </Switch>
          </Suspense>
        </Boundary>
      </Frame>
    </SignedIn>
  );
}
