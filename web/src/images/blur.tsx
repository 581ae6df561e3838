/** A blurhash as a picture of a few pixels, which the browser makes smooth. */

import { useEffect, useRef } from "react";
import { pixelsOf } from "./blurhash";

const SIDE = 24;

interface Props {
  hash: string | null;
  width: number | null;
  height: number | null;
}

export function Blur({ hash, width, height }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [across, down] = sizeOf(width ?? 1, height ?? 1);
  useEffect(() => {
    const pixels = hash && pixelsOf(hash, across, down);
    if (pixels) canvas.current?.getContext("2d")?.putImageData(new ImageData(pixels, across, down), 0, 0);
  }, [hash, across, down]);
  return hash && <canvas ref={canvas} width={across} height={down} className="size-full object-cover" />;
}

function sizeOf(width: number, height: number): [number, number] {
  const scale = SIDE / Math.max(width, height);
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}
