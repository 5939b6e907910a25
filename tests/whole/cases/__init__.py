"""Cases that provoke every code of a finding, a module for each part of the table of codes."""

from importlib import import_module
from pkgutil import iter_modules

from tests.whole.cases.case import Case

CASES: list[Case] = [
    case
    for module in sorted(module.name for module in iter_modules(__path__))
    for case in getattr(import_module(f"{__name__}.{module}"), "CASES", ())
]
