/** What a picture looks like while it loads: a blurhash turned into pixels. */

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";
const BASE = DIGITS.length;
const LEAST = 6; // characters: size, contrast, and four of the mean colour

type Colour = [red: number, green: number, blue: number];

/** RGBA, row by row; null for what is no blurhash. */
export function pixelsOf(hash: string, width: number, height: number): Uint8ClampedArray<ArrayBuffer> | null {
  const waves = wavesOf(hash);
  if (!waves) return null;
  const pixels = new Uint8ClampedArray(new ArrayBuffer(4 * width * height));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const colour = colourAt(waves, x / width, y / height);
      pixels.set([...colour.map(toSrgb), 255], 4 * (y * width + x));
    }
  }
  return pixels;
}

interface Waves {
  across: number;
  colours: Colour[];
}

/** A cosine wave for each colour, so many across; the first is the mean colour. */
function wavesOf(hash: string): Waves | null {
  const digits = [...hash].map((each) => DIGITS.indexOf(each));
  if (digits.length < LEAST || digits.includes(-1)) return null;
  const size = digits[0]!;
  const [across, down] = [(size % 9) + 1, Math.floor(size / 9) + 1];
  if (digits.length !== 4 + 2 * across * down) return null;
  const contrast = (digits[1]! + 1) / 166;
  const colours = [meanOf(number(digits.slice(2, LEAST)))];
  for (let at = LEAST; at < digits.length; at += 2) {
    colours.push(swingOf(number(digits.slice(at, at + 2)), contrast));
  }
  return { across, colours };
}

const number = (digits: number[]) => digits.reduce((value, digit) => value * BASE + digit, 0);

const meanOf = (value: number): Colour => [toLinear(value >> 16), toLinear((value >> 8) & 255), toLinear(value & 255)];

function swingOf(value: number, contrast: number): Colour {
  const part = (step: number) => {
    const share = (step - 9) / 9;
    return Math.sign(share) * share * share * contrast;
  };
  return [part(Math.floor(value / 361)), part(Math.floor(value / 19) % 19), part(value % 19)];
}

function colourAt({ across, colours }: Waves, x: number, y: number): Colour {
  const sum: Colour = [0, 0, 0];
  colours.forEach((colour, index) => {
    const wave = Math.cos(Math.PI * x * (index % across)) * Math.cos(Math.PI * y * Math.floor(index / across));
    for (const channel of [0, 1, 2] as const) sum[channel] += colour[channel] * wave;
  });
  return sum;
}

function toLinear(byte: number): number {
  const share = byte / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

function toSrgb(linear: number): number {
  const share = Math.min(1, Math.max(0, linear));
  return 255 * (share <= 0.0031308 ? share * 12.92 : 1.055 * share ** (1 / 2.4) - 0.055);
}
