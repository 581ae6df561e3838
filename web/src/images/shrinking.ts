/** A photo from somebody's disk made small enough to be sent: providers look at no more than this. */

export const LONGEST_SIDE = 1536;
const PREVIEW_SIDE = 160;
const QUALITY = 0.9;

export interface Shrunk {
  /** As a data URI of a JPEG, as the preview is. */
  photo: string;
  preview: string;
}

/** The size in which a picture finds room in a square of this side; a smaller one stays as it is. */
export function fitting(width: number, height: number, side: number): [width: number, height: number] {
  const scale = Math.min(1, side / Math.max(width, height));
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}

/** Raises an Error in plain words for what is no picture. */
export async function shrink(file: Blob): Promise<Shrunk> {
  const bitmap = await opened(file);
  try {
    return { photo: drawn(bitmap, LONGEST_SIDE), preview: drawn(bitmap, PREVIEW_SIDE) };
  } finally {
    bitmap.close();
  }
}

async function opened(file: Blob): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(file);
  } catch {
    throw new Error("This is no picture that can be read here. Save it as JPEG, PNG or WebP first.");
  }
}

function drawn(bitmap: ImageBitmap, side: number): string {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = fitting(bitmap.width, bitmap.height, side);
  const paper = canvas.getContext("2d")!;
  paper.fillStyle = "#fff"; // a JPEG has no transparency
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/jpeg", QUALITY);
}
