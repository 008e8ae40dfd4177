"""`make bench`: every benchmarks/bench_*.py in turn; name some to run only those."""

import importlib
import os
import pkgutil
import sys

import benchmarks

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pmm_workspace.settings")


def main(wanted):
    import django

    django.setup()
    from pmm_workspace.common import collecting

    collecting.spare_what_stays()
    names = [module.name for module in pkgutil.iter_modules(benchmarks.__path__) if module.name.startswith("bench_")]
    for name in names:
        if not wanted or name.removeprefix("bench_") in wanted:
            print(f"\n{name.removeprefix('bench_')}")
            importlib.import_module(f"benchmarks.{name}").main()


main(sys.argv[1:])
