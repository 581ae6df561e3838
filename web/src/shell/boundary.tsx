/** What stands where a page could not be drawn, or a part of it could not be loaded: never nothing. */

import { Component, type ReactNode } from "react";
import { Button } from "../ui/button";
import { Loading } from "../ui/notice";
import { Page } from "./page";
import { isReloading } from "./reload";

interface State {
  broken: boolean;
}

export class Boundary extends Component<{ children: ReactNode }, State> {
  override state: State = { broken: false };

  static getDerivedStateFromError(): State {
    return { broken: true };
  }

  override render() {
    if (!this.state.broken) return this.props.children;
    return isReloading() ? <Loading what="the new version" /> : <Broken />;
  }
}

function Broken() {
  return (
    <Page
      title="This page could not be shown"
      below="Something in it went wrong, or Brigade was updated while it was open. What is stored is not touched."
    >
      <div className="flex flex-wrap gap-2">
        <Button look="primary" onClick={() => location.reload()}>
          Load it again
        </Button>
        <Button onClick={() => location.assign("/")}>To the first page</Button>
      </div>
    </Page>
  );
}
