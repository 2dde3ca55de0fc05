"""One file per AWS service. Importing a file applies its patches; every file of this package is imported."""

import pathlib
import sys

# Patches that both emulators share.
sys.path.append(str(pathlib.Path(__file__).parents[2] / "python"))

from patching import import_all


def apply_all() -> None:
    import_all(__name__, __path__)
