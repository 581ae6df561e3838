/** An address that leads nowhere. */

import { Page } from "../shell/page";
import { ButtonLink } from "../ui/button";

export default function Lost() {
  return (
    <Page title="There is nothing here" below="The address may be mistyped, or what it named is gone.">
      <ButtonLink href="/">To the first page</ButtonLink>
    </Page>
  );
}
