"""Lay out the files of the container image: Python, the locked packages and Rung; nothing else.

No shell, no package manager and no pip: what is not there can neither be used by an intruder nor
has to be patched. `python -m tools.image_root VENV PROGRAM ROOT` runs in the image's build stage,
and on any Linux with glibc, as root. Needs the standard library only.
"""

import compileall
import os
import py_compile
import re
import shutil
import ssl
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from pathlib import Path

USER = 10001
PROGRAM = ("app.py", "rubric", "storage", "migrations", "bot")
# Parts of the standard library that build, draw, or teach.
NOT_NEEDED = (
    "ensurepip", "idlelib", "lib2to3", "tkinter", "turtledemo", "turtle.py", "pydoc_data", "test",
    "tests", "venv", "site-packages", "config-*", "_tkinter*.so", "_test*.so", "_xxtestfuzz*.so",
    "xxlimited*.so", "_ctypes_test*.so", "readline*.so", "_curses*.so", "nis*.so", "__pycache__",
)  # fmt: skip
# Loaded by name when a thread ends; no file says that it needs it.
LOADED_BY_NAME = "libgcc_s.so.1"
BUNDLE = Path("/etc/ssl/certs/ca-certificates.crt")
ETC = {
    "passwd": f"rung:x:{USER}:{USER}::/nonexistent:/nonexistent\n",
    "group": f"rung:x:{USER}:\n",
    "nsswitch.conf": "hosts: files dns\n",
}


def lay_out(venv: Path, program: Path, root: Path) -> None:
    """Fill the empty folder `root` with all that the image holds.

    Raises OSError for what cannot be copied, ValueError for a library that is not there.
    """
    root = root.resolve()
    interpreter = _copy_python(root)
    shutil.copytree(venv, _inside(root, venv), symlinks=True, ignore=_scripts_and_caches)
    for name in PROGRAM:
        _copy(program / name, root / "rung" / name)
    trees = [root / "rung", _inside(root, venv), _inside(root, _stdlib())]
    binaries = [interpreter, *_shared_objects(trees)]
    for library in sorted(_libraries(binaries)):
        # What a package brings along is there already.
        if not library.is_relative_to(root) and not _inside(root, library).exists():
            _copy(library, _inside(root, library))
    _lay_out_system(root)
    for tree in trees:
        _compile(tree, root)


def _stdlib() -> Path:
    return Path(sysconfig.get_path("stdlib", vars={"installed_base": sys.base_prefix}))


def _copy_python(root: Path) -> Path:
    """The interpreter, under each of its names, and its library; the interpreter in `root`."""
    binary = Path(os.path.realpath(sys.executable))
    _copy(binary, _inside(root, binary))
    for name in ("python3", "python"):
        _inside(root, binary).with_name(name).symlink_to(binary.name)
    shutil.copytree(_stdlib(), _inside(root, _stdlib()), ignore=shutil.ignore_patterns(*NOT_NEEDED))
    return _inside(root, binary)


def _scripts_and_caches(folder: str, names: list[str]) -> set[str]:
    """Of an environment: what pip put into bin, and compiled files, which are made anew."""
    in_bin = Path(folder).name == "bin"
    return {n for n in names if n == "__pycache__" or (in_bin and not n.startswith("python"))}


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy2(source, target)


def _inside(root: Path, path: Path) -> Path:
    """Where a file of this machine lies in the image: folders that are links are followed."""
    return root / Path(os.path.realpath(path.parent), path.name).relative_to("/")


def _shared_objects(trees: Iterable[Path]) -> Iterator[Path]:
    for tree in trees:
        yield from (path for path in tree.rglob("*.so*") if path.is_file())


def _libraries(binaries: Iterable[Path]) -> set[Path]:
    """The libraries of this machine that the binaries are linked to, and the loader itself."""
    ldd = ["ldd", *map(str, binaries)]
    told = subprocess.run(ldd, check=True, capture_output=True, text=True).stdout  # noqa: S603
    found = linked(told)
    beside_libc = next(path for path in found if path.name == "libc.so.6").parent
    return found | {beside_libc / LOADED_BY_NAME}


def linked(told: str) -> set[Path]:
    """The absolute paths in what `ldd` prints. Raises ValueError for a library that is missing."""
    if missing := re.findall(r"(\S+) => not found", told):
        raise ValueError(f"not on this machine: {', '.join(sorted(set(missing)))}")
    return {Path(path) for path in re.findall(r"(?:=> |^\s+)(/\S+) \(0x", told, re.MULTILINE)}


def _lay_out_system(root: Path) -> None:
    """Users, name look-up, certificates, the loader's index, and the two places to write to."""
    for name in ("lib", "lib64"):
        if Path("/", name).is_symlink():
            (root / name).symlink_to(os.readlink(Path("/", name)))
    for name, text in ETC.items():
        (root / "etc").mkdir(exist_ok=True)
        (root / "etc" / name).write_text(text, encoding="utf-8")
    _copy(Path("/etc/ld.so.cache"), root / "etc/ld.so.cache")
    for place in (BUNDLE, Path(ssl.get_default_verify_paths().openssl_cafile)):
        _copy(BUNDLE, _inside(root, place))
    (root / "tmp").mkdir(exist_ok=True)
    (root / "tmp").chmod(0o1777)
    (root / "data").mkdir(mode=0o700)
    os.chown(root / "data", USER, USER)


def _compile(tree: Path, root: Path) -> None:
    """Compile ahead, since nothing can be written later; under the names that hold in the image."""
    mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
    compileall.compile_dir(tree, stripdir=root, prependdir="/", quiet=2, invalidation_mode=mode)


if __name__ == "__main__":
    lay_out(*map(Path, sys.argv[1:4]))
