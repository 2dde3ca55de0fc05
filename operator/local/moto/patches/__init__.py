"""One file per AWS service, each applied by being imported. A new file is picked up by itself."""

import pathlib
import sys

# What both emulators are patched with.
sys.path.append(str(pathlib.Path(__file__).parents[2] / "python"))

from patching import import_all


def apply_all() -> None:
    import_all(__name__, __path__)
