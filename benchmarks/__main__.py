"""Run the benchmarks named on the command line, or all of them."""

import sys

from benchmarks import claims, eta, pipeline, saving, variants

BENCHMARKS = {"variants": variants, "saving": saving, "claims": claims, "pipeline": pipeline, "eta": eta}


def main(names: list[str]) -> int:
    if unknown := set(names) - set(BENCHMARKS):
        print(f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(BENCHMARKS)}", file=sys.stderr)
        return 2
    for name in names or BENCHMARKS:
        print(f"{name:10} {BENCHMARKS[name].measure()}", flush=True)
    return 0


sys.exit(main(sys.argv[1:]))
