"""A fast digest of the template's data files, which shows whether anything in the template has changed."""

import hashlib
from pathlib import Path

TEMPLATE_FOLDER = Path(__file__).parent
DATA_FOLDERS = ("principles", "provisions", "language")
VERSION_FILE = "template.yaml"


def data_files(folder: Path) -> list[Path]:
    """All data files of the template in `folder`, in a fixed order: template.yaml first."""
    files = [folder / VERSION_FILE]
    for name in DATA_FOLDERS:
        files.extend(sorted((folder / name).glob("*.yaml")))
    return files


def template_fingerprint(path: Path | None = None) -> str:
    """Sixteen hex digits over the names and bytes of the data files; no YAML is parsed.

    `path` is the folder that holds template.yaml (default: the template shipped with the package).
    """
    folder = path or TEMPLATE_FOLDER
    digest = hashlib.sha256()
    for file in data_files(folder):
        digest.update(str(file.relative_to(folder)).encode())
        digest.update(b"\0")
        if file.is_file():
            digest.update(file.read_bytes())
        digest.update(b"\0")
    return digest.hexdigest()[:16]
