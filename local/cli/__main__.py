"""`python -m local.cli`, which is what `bin/brigade` runs."""

from local.paths import find_layers


def main() -> None:
    find_layers()
    from local.cli.app import run

    run()


if __name__ == "__main__":
    main()
