"""Helpers for the patch files."""

import functools
import importlib
import inspect
import pkgutil


def import_all(package, path):
    """Imports every file of a package, in the order of their names."""
    for name in sorted(module.name for module in pkgutil.iter_modules(path)):
        importlib.import_module(f"{package}.{name}")


def replaces(owner, name):
    """Replaces owner.name by the decorated function, which gets the original as its first argument."""
    original = getattr(owner, name)

    def install(replacement):
        @functools.wraps(original)
        def patched(*args, **kwargs):
            return replacement(original, *args, **kwargs)

        static = isinstance(inspect.getattr_static(owner, name), staticmethod)
        setattr(owner, name, staticmethod(patched) if static else patched)
        return replacement

    return install


def adds(owner):
    """Adds the decorated function to owner under its own name: an action that the emulator does not have.

    Raises AttributeError if the emulator has the action, so that an upgrade shows which patch is no longer needed.
    """

    def install(function):
        if hasattr(owner, function.__name__):
            raise AttributeError(f"there is a {owner.__name__}.{function.__name__}: remove the patch")
        setattr(owner, function.__name__, function)
        return function

    return install


def store(backend, name):
    """A dictionary of one backend of moto: for one account and region, emptied by /moto-api/reset."""
    return backend.__dict__.setdefault(f"patched_{name}", {})


def tags_of(backend, arn):
    """The tags of a resource for which moto keeps none."""
    return store(backend, "tags").setdefault(arn, {})


def paired(tags):
    """Tags as most services send them: [{"Key": …, "Value": …}]."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def unpaired(pairs):
    return {pair["Key"]: pair["Value"] for pair in pairs}
