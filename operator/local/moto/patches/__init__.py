"""One file per AWS service, each applied by being imported. A new file is picked up by itself."""

import importlib
import pkgutil


def apply_all() -> None:
    """Imports every patch file of this package, in the order of their names."""
    for name in sorted(module.name for module in pkgutil.iter_modules(__path__)):
        importlib.import_module(f"{__name__}.{name}")
