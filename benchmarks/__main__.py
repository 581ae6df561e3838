"""Run the benchmarks named on the command line, or all of them."""

import sys

from benchmarks import (
    appraising,
    claims,
    eta,
    generation_throughput,
    image_fallback,
    pipeline,
    pixels,
    queue_place,
    saving,
    sign_in,
    submitting,
    tier_one,
    variants,
)

BENCHMARKS = {
    "appraising": appraising,
    "variants": variants, "saving": saving, "claims": claims, "sign-in": sign_in, "eta": eta, "pipeline": pipeline,
    "pixels": pixels, "tier-one": tier_one, "submit": submitting, "queue-place": queue_place,
    "image-fallback": image_fallback, "generation-throughput": generation_throughput,
}  # fmt: skip


def main(names: list[str]) -> int:
    if unknown := set(names) - set(BENCHMARKS):
        print(f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(BENCHMARKS)}", file=sys.stderr)
        return 2
    for name in names or BENCHMARKS:
        print(f"{name:10} {BENCHMARKS[name].measure()}", flush=True)
    return 0


sys.exit(main(sys.argv[1:]))
