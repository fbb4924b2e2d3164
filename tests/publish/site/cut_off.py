"""Cutting a build off while its files take their places."""

import os
import shutil
from pathlib import Path

import pytest


class Killed(BaseException):
    """Stands for a kill: nothing is done after it."""


def cut_off_after(moves: int, patched: pytest.MonkeyPatch) -> None:
    """Let a build end once so many files have taken or left their place, and leave its drafts."""
    left = moves
    take, leave = os.replace, Path.unlink

    def count() -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise Killed

    def taking(source: str, target: str) -> None:
        count()
        take(source, target)

    def leaving(path: Path, missing_ok: bool = False) -> None:
        count()
        leave(path, missing_ok)

    patched.setattr(os, "replace", taking)
    patched.setattr(Path, "unlink", leaving)
    patched.setattr(shutil, "rmtree", lambda *_, **__: None)
