/** Pictures for anybody who is signed in: asked for on one side, watched and kept on the other. */

import { useRef, useState } from "react";
import type { Generation } from "../api/types";
import { Composer } from "../images/composer";
import { History, NO_FILTER } from "../images/history";
import { EMPTY, type Wish, wishOf } from "../images/wish";
import { Page } from "../shell/page";
import { useShortcut } from "../shell/shortcuts";

export default function Images() {
  const [wish, setWish] = useState<Wish>(EMPTY);
  const [filter, setFilter] = useState(NO_FILTER);
  const prompt = useRef<HTMLTextAreaElement>(null);
  const toPrompt = () => prompt.current?.focus();
  useShortcut("n", toPrompt);

  const again = (generation: Generation) => {
    setWish(wishOf(generation));
    toPrompt();
  };
  const started = () => {
    setFilter(NO_FILTER);
    showHistory();
  };
  return (
    <Page title="Pictures" below="Say what is to be seen. What cannot be made costs nothing.">
      <div className="grid items-start gap-8 lg:grid-cols-[22rem_minmax(0,1fr)]">
        <Composer wish={wish} onChange={setWish} prompt={prompt} onStarted={started} />
        <History filter={filter} onFilter={setFilter} onAgain={again} />
      </div>
    </Page>
  );
}

/** On a phone it is below a long form. */
function showHistory() {
  const heading = document.getElementById("history");
  if (heading && heading.getBoundingClientRect().top > window.innerHeight) {
    heading.scrollIntoView({ behavior: "smooth" });
  }
}
