"""Where the keys come from: the settings; where those are silent, a file in DATA_DIR, made at the first start."""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bot.keys import key
from bot.keys.key import Key
from bot.settings import Settings, Unsettled

FILE = "keys"
_HEAD = """\
# Made at the first start. DATA_KEY opens what people wrote in confidence, AUDIT_KEY seals the audit log.
# Keep a copy, and not beside the database's backups: whoever has both reads everything, and without this file
# those words are lost. DATA_KEY and AUDIT_KEY in the settings go before it.
"""


@dataclass(frozen=True, slots=True)
class Keys:
    """The newest first, each; empty where there is none yet."""

    data: tuple[Key, ...] = ()
    audit: tuple[Key, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether both are there."""
        return bool(self.data and self.audit)


def find(settings: Settings) -> Keys:
    """As the settings say, or else the file. Raises Unsettled when what stands there is no key."""
    kept = _kept(settings.data_dir / FILE)
    data, audit = settings.data_key.get_secret_value(), settings.audit_key.get_secret_value()
    return Keys(
        _read("DATA_KEY", data or kept.get("DATA_KEY", "")), _read("AUDIT_KEY", audit or kept.get("AUDIT_KEY", ""))
    )


def make(settings: Settings, found: Keys) -> Keys:
    """What is missing, made and written to the file; if another process made it meanwhile, what that one made."""
    path = settings.data_dir / FILE
    missing = [name for name, keys in (("DATA_KEY", found.data), ("AUDIT_KEY", found.audit)) if not keys]
    text = _HEAD + "".join(f"{name}={key.new().written}\n" for name in missing)
    try:
        _write_once(path, text)
    except OSError as error:
        raise Unsettled(
            f"The keys can't be kept ({error.strerror}: {path}): make DATA_DIR a folder I may write to, or set "
            "DATA_KEY and AUDIT_KEY."
        ) from None
    return find(settings)


def _write_once(path: Path, text: str) -> None:
    """Whole or not at all, for its owner's eyes only; one that is there stays as it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{FILE}-")
    with os.fdopen(handle, "w", encoding="utf-8") as file:  # mkstemp made it 0600
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(name, path)
    except FileExistsError:
        return
    finally:
        Path(name).unlink()


def _kept(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise Unsettled(f"The file of the keys can't be read: {path}.") from None
    return dict(
        line.replace(" ", "").split("=", 1) for line in lines if "=" in line and not line.lstrip().startswith("#")
    )


def _read(name: str, written: str) -> tuple[Key, ...]:
    try:
        return key.read(written)
    except ValueError:
        raise Unsettled(
            f"{name} is no key: it is 32 random bytes as base64, as `dotted-line keys new` prints one; several are "
            "written with commas between them, the newest first."
        ) from None
