"""The files of a new source, written from `skeleton/`: a spider, an entry, and fixture pages with their result.

They work unchanged, on an invented site, so that the person who edits them sees the effect of each step.
"""

from dataclasses import asdict, dataclass
from keyword import iskeyword
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

from scrapers.sources import KEY_FORM, load_sources
from tracker.errors import BadInput

PROJECT = Path(__file__).resolve().parents[1]
SKELETON = Path(__file__).with_name("skeleton")

RESERVED_KEYS = frozenset({"file", "registry"})
"""Keys that mean something else in the database: the user's own files, and the registry of agreements."""

INVENTED_URL = "https://{key}.example/"
"""Address of a site that cannot exist (RFC 2606), a placeholder for the real one."""


@dataclass(frozen=True, slots=True)
class _Words:
    """The values of the skeleton's placeholders."""

    key: str
    class_name: str
    url: str
    base_url: str
    host: str


def new_source(key: str, *, url: str | None = None, project: Path | None = None) -> list[Path]:
    """Write the files of a source with that key into `project` (a checkout; ours by default) and list them.

    `url` is the page of the site where a person begins. Nothing is written over: where any of the files, or a
    source of that key, is there already, nothing is written at all. Raises BadInput for that, for a key that
    cannot be one, for a url that is no web address, and where `project` is no checkout.
    """
    project = project or PROJECT
    words = _words(key, url)
    if not (project / "tests" / "fixtures").is_dir():
        raise BadInput(f"{project} is no checkout of the project; clone it, and run this there")
    places = _places(key, project)
    there = next((place for place in (*places, project / "tests" / "fixtures" / key) if place.exists()), None)
    if there is not None or key in load_sources():
        where = f" ({there.relative_to(project)})" if there else ""
        raise BadInput(f"there is a source {key!r} already{where}; choose another key")
    texts = {place: _filled(file, words) for place, file in places.items()}
    _write(texts)
    return list(texts)


def _write(texts: dict[Path, str]) -> None:
    """Write all of the files; none where one cannot be written or the process is stopped."""
    written: list[Path] = []
    place = next(iter(texts))
    try:
        for place, text in texts.items():
            place.parent.mkdir(parents=True, exist_ok=True)
            with place.open("x", encoding="utf-8") as file:
                written.append(place)
                file.write(text)
    except BaseException as error:
        for place_written in written:
            place_written.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise BadInput(f"{place}: cannot be written ({error.strerror or error})") from error
        raise


def _words(key: str, url: str | None) -> _Words:
    if not KEY_FORM.fullmatch(key) or iskeyword(key):
        raise BadInput(
            f"{key!r} is no key; begin with a small letter, go on with small letters, digits and _"
        )
    if key in RESERVED_KEYS:
        raise BadInput(f"{key!r} means something else already; choose another key")
    url = url or INVENTED_URL.format(key=key.replace("_", "-"))
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise BadInput(f"{url!r} is no web address; give one like https://www.example.org/agreements")
    class_name = "".join(word.capitalize() for word in key.split("_") if word) + "Spider"
    return _Words(key, class_name, url, f"{parts.scheme}://{parts.netloc}/", parts.hostname)


def _places(key: str, project: Path) -> dict[Path, Path]:
    """The files to write, each with the file of the skeleton it is made from."""
    sites, fixtures = project / "scrapers" / "sites", project / "tests" / "fixtures" / key
    pages = sorted(file for file in (SKELETON / "fixtures").iterdir() if file.is_file())
    return {
        sites / f"{key}.py": SKELETON / "spider.py.txt",
        sites / f"{key}.yaml": SKELETON / "entry.yaml",
        **{fixtures / page.name.removesuffix(".txt"): page for page in pages},
    }


def _filled(file: Path, words: _Words) -> str:
    return Template(file.read_text(encoding="utf-8")).substitute(asdict(words))
