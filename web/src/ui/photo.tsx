/** A photograph in a frame of fixed proportions, so that nothing moves when it comes. */

import { type ReactNode, useState } from "react";
import { classes } from "./classes";

interface Props {
  src: string | null;
  alt: string;
  /** What is shown until there is a picture. */
  children?: ReactNode;
  className?: string;
  eager?: boolean;
}

/** The size pictures are made in; the frame only keeps their proportions. */
const WIDTH = 1216;
const HEIGHT = 832;

export function Photo({ src, alt, children, className, eager }: Props) {
  const [shown, setShown] = useState<string | null>(null);
  const [broken, setBroken] = useState<string | null>(null);
  const usable = src !== null && broken !== src;
  return (
    <div className={classes("relative overflow-hidden bg-sunken", className ?? "aspect-[19/13]")}>
      {(!usable || shown !== src) && <div className="absolute inset-0 grid place-items-center">{children}</div>}
      {usable && (
        <img
          src={src}
          alt={alt}
          width={WIDTH}
          height={HEIGHT}
          loading={eager ? "eager" : "lazy"}
          decoding="async"
          onLoad={() => setShown(src)}
          onError={() => setBroken(src)}
          className={classes(
            "relative size-full object-cover transition-opacity duration-700",
            shown === src ? "opacity-100" : "opacity-0",
          )}
        />
      )}
    </div>
  );
}
