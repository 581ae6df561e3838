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
  /** How wide it is shown, as the attribute `sizes` says it. */
  sizes?: string;
}

/** The largest size a picture is kept in, and the next; most frames do with the smaller one. */
const WIDTH = 1200;
const HEIGHT = 800;

export function Photo({ src, alt, children, className, eager, sizes = "(min-width: 64rem) 17rem, 50vw" }: Props) {
  const [shown, setShown] = useState<string | null>(null);
  const [broken, setBroken] = useState<string | null>(null);
  const usable = src !== null && broken !== src;
  return (
    <div className={classes("relative overflow-hidden bg-sunken", className ?? "aspect-[3/2]")}>
      {(!usable || shown !== src) && <div className="absolute inset-0 grid place-items-center">{children}</div>}
      {usable && (
        <img
          src={src}
          srcSet={sizesOf(src)}
          sizes={sizes}
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

/** A picture that could not be made smaller has one size only. */
function sizesOf(src: string): string | undefined {
  return src.includes("/large-") ? `${src.replace("/large-", "/medium-")} 600w, ${src} 1200w` : undefined;
}
