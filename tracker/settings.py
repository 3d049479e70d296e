"""Every setting that comes from the environment, in one class; the table of docs/settings.md is made from it.

- A blank variable counts as not set.
- A value that cannot be used is reported in one line that names the variable, by any command: a night must not find out
  at its end that its notices cannot be sent.
"""

import difflib
import os
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import (
    BeforeValidator,
    Field,
    PrivateAttr,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from tracker.errors import BadInput

PROJECT_ROOT = Path(__file__).resolve().parent.parent

PREFIX = "TRACKER_"
_MIRROR = re.compile(r"TRACKER_(?P<key>[A-Z0-9_]+)_BASE_URL")
_ORIGIN = re.compile(r"https?://(\*\.)?[a-z0-9.-]+(:\d+)?", re.IGNORECASE)
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[?[0-9A-Fa-f:]+\]?")
_SO_ALIKE = 0.85
"""`difflib` ratio (without the prefix) from which an unknown name is taken as misspelt. Others use the prefix, too:
GNOME's indexer has variables such as TRACKER_USE_LOG_FILES."""


def _words(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


def _listed(value: Any) -> Any:
    return (
        tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value
    )


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("must be an http or https address")
    return value


class Settings(BaseSettings):
    """The settings of the environment, checked; `settings()` returns the present ones."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")

    database_url: str | None = Field(
        default=None,
        validation_alias="DATABASE_URL",
        description="Where the database is: `postgresql://user:password@host/name`, or `sqlite:///file`;"
        " `tracker.db` in the data folder if not given.",
    )
    data: Path = Field(
        default=Path("var"), description="Folder for the SQLite file, the archive, caches, digests and logs."
    )
    sources: Path | None = Field(
        default=None,
        description="Folder with a file `<key>.yaml` for each source, in place of `scrapers/sites`.",
    )
    watch_folder: Path | None = Field(
        default=None,
        description="Folder of your own texts, which nights then read as the source `watch_folder`.",
    )
    contact_url: str | None = Field(
        default=None,
        pattern=r"^[\x21-\x7e]+$",
        description="Where a site's owner can reach you: part of the name under which crawls ask (`User-Agent`).",
    )
    timegate: str | None = Field(
        default=None,
        description="Memento TimeGate, such as `https://web.archive.org/web/`, that crawls ask for an archived copy of"
        " an official page that is gone (404, 410); off if not given.",
    )
    feed_url: str | None = Field(
        default=None,
        description="Address at which you publish `digests/feed.xml`, if you do; where it ends with that name, those in"
        " Spanish and French (`feed.es.xml`, `feed.fr.xml`) are taken to lie beside it.",
    )
    report_errors: str | None = Field(
        default=None,
        pattern=r"^(https?://[\x21-\x7e]+|[\x21-\x3f\x41-\x7e]+@[\x21-\x3f\x41-\x7e]+)$",
        description="Where visitors report an error in a finding: the address of a form for a new issue that takes"
        " `title` and `body` (`https://github.com/you/tracker/issues/new`), or a mail address; no link if not given.",
    )
    log_format: Annotated[Literal["human", "json"], BeforeValidator(_words)] = Field(
        default="human", description="How log lines are written; with `json` they go to stderr, too."
    )
    log_file: Path | None = Field(
        default=None, description="File a job logs to; a night sets it for the crawls it starts."
    )
    log_keep: int = Field(
        default=5,
        ge=0,
        description="How many older logs stay beside the newest: of a job run by hand, and of one that grew too large.",
    )
    log_megabytes: int = Field(
        default=100, ge=1, description="Size at which a log gets the name of an older one and begins anew."
    )
    keep_digests_days: int | None = Field(
        default=None,
        ge=1,
        description="Nights delete digests and logs of nights that are older than so many days; never, if not given.",
    )
    keep_raw_days: int | None = Field(
        default=None,
        ge=1,
        description="Nights delete raw files fetched before so many days that nothing refers to; never, if not given.",
    )
    keep_raw: Annotated[Literal["stored", "current"], BeforeValidator(_words)] = Field(
        default="stored",
        description="Which raw files always stay: those of all `stored` texts, or of `current` and newest ones.",
    )
    backups: Path | None = Field(
        default=None, description="Folder of backups; `backups` in the data folder if not given."
    )
    notice_when: Annotated[Literal["always", "changes", "trouble"], BeforeValidator(_words)] = Field(
        default="always",
        description="When a night sends notices: `changes` if there are changes or alerts, `trouble` if alerts.",
    )
    notice_language: Annotated[Literal["en", "es", "fr"], BeforeValidator(_words)] = Field(
        default="en",
        description="Language of the digest in notices; their lines on sources and alerts are in English.",
    )
    pseudo_locale: bool = Field(
        default=False,
        description="Shows pages whose address says `lang=xr` in English words of Arabic letters, from right to left:"
        " to see the layout of languages that are not translated yet.",
    )
    frame_ancestors: str | None = Field(
        default=None,
        description="Sites that may show parts of pages in a frame (`?embed=1`): `*` for all, or origins such as"
        " `https://news.example`, separated by blanks; none if not given.",
    )
    hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)] = Field(
        default=(),
        description="Names under which the dashboard is reached (`tracker.example.org`), separated by commas; a"
        " request for any other than these and this machine's own is refused.",
    )
    stale_hours: float = Field(
        default=48,
        gt=0,
        description="The dashboard's `/healthz` answers 503 where no night has ended well for so many hours.",
    )
    metrics_token: SecretStr | None = Field(
        default=None,
        description="Bearer token for the dashboard's `/metrics` (Prometheus); no such address if not given.",
    )
    smtp_host: str | None = Field(
        default=None,
        description="Mail server for notices; `TRACKER_SMTP_FROM` and `TRACKER_SMTP_TO` must be set beside it.",
    )
    smtp_port: int | None = Field(
        default=None,
        ge=1,
        le=65_535,
        description="Its port, if not 587 for `starttls`, 465 for `ssl`, 25 for `none`.",
    )
    smtp_tls: Annotated[Literal["starttls", "ssl", "none"], BeforeValidator(_words)] = Field(
        default="starttls", description="How mail is encrypted; `starttls` never falls back to plain text."
    )
    smtp_from: str | None = Field(default=None, description="Sender of the mail.")
    smtp_to: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)] = Field(
        default=(), description="Recipients, separated by commas."
    )
    smtp_user: str | None = Field(default=None, description="User, if the mail server wants a login.")
    smtp_password: SecretStr | None = Field(default=None, description="The password for it.")
    webhook_url: SecretStr | None = Field(
        default=None,
        description="Gets a POST with JSON after a night: summary, exit code, sources, alerts, counts.",
    )

    _mirrors: dict[str, str] = PrivateAttr(default_factory=dict)

    @property
    def mirrors(self) -> dict[str, str]:
        """Address of a mirror to visit instead of a source's site, by the source's key."""
        return dict(self._mirrors)

    @field_validator("*", mode="before")
    @classmethod
    def _blank_is_none(cls, value: Any, info: ValidationInfo) -> Any:
        """The value without blanks around it (a password may have them); the default where it is empty."""
        name = info.field_name or ""
        if not isinstance(value, str):
            return value
        bare = value if name == "smtp_password" else value.strip()
        return bare or cls.model_fields[name].get_default()

    @field_validator("data", "sources", "watch_folder", "log_file", "backups")
    @classmethod
    def _is_a_path(cls, value: Path | None) -> Path | None:
        return value.expanduser() if value is not None else None

    @field_validator("hosts")
    @classmethod
    def _are_hosts(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for host in value:
            if not _HOST.fullmatch(host):
                raise ValueError("must be names such as tracker.example.org, without http:// and port")
        return tuple(host.lower() for host in value)

    @field_validator("feed_url", "timegate")
    @classmethod
    def _is_an_address(cls, value: str | None) -> str | None:
        return _web_address(value) if value is not None else None

    @field_validator("frame_ancestors")
    @classmethod
    def _are_origins(cls, value: str | None) -> str | None:
        for origin in value.split() if value else ():
            if origin != "*" and not _ORIGIN.fullmatch(origin):
                raise ValueError("must be * or origins such as https://news.example, separated by blanks")
        return value

    @field_validator("webhook_url")
    @classmethod
    def _is_a_secret_address(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            _web_address(value.get_secret_value())
        return value

    @model_validator(mode="after")
    def _mail_has_both_ends(self) -> "Settings":
        if self.smtp_host is not None and not (self.smtp_from and self.smtp_to):
            raise ValueError("TRACKER_SMTP_FROM and TRACKER_SMTP_TO must be set beside TRACKER_SMTP_HOST")
        return self

    @model_validator(mode="after")
    def _take_mirrors(self) -> "Settings":
        for name, value in os.environ.items():
            match = _MIRROR.fullmatch(name)
            if match is not None and value.strip():
                try:
                    self._mirrors[match["key"].lower()] = _web_address(value.strip())
                except ValueError as error:
                    raise ValueError(f"{name} {error}, not {value!r}") from None
        return self


def settings() -> Settings:
    """The present settings. Raises BadInput, in one line, for variables that cannot be used or are misspelt."""
    return _read(tuple(sorted(item for item in os.environ.items() if _is_ours(item[0]))))


def data_folder() -> Path:
    """The folder for the embedded database, caches and logs: `TRACKER_DATA`, or `var` in the working folder."""
    return settings().data.absolute()


def database_url() -> str:
    """The database address: `DATABASE_URL`, or SQLite in the data folder.

    Raises BadInput for a data folder that cannot be part of an address.
    """
    if (given := settings().database_url) is not None and given:
        return given
    file = str(data_folder() / "tracker.db")
    if "?" in file:
        # All behind it would be taken for options, and the database would be written elsewhere.
        raise BadInput(f"the data folder {file!r} has a '?' in its path; set TRACKER_DATA to another folder")
    return f"sqlite:///{file}"


def sqlite_file() -> Path | None:
    """The file of the embedded database, which may not exist yet; None for another database."""
    scheme, _, path = database_url().partition(":///")
    return Path(path) if scheme == "sqlite" and path and "?" not in path and path != ":memory:" else None


def with_driver(url: str) -> str:
    """`url` with the psycopg driver named for `postgres://` and `postgresql://`.

    With it the address that a hosting company gives works unchanged.
    """
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def variables() -> dict[str, str]:
    """Name of the environment variable of each field of `Settings`."""
    return {
        name: str(field.validation_alias or f"{PREFIX}{name.upper()}")
        for name, field in Settings.model_fields.items()
    }


def _is_ours(name: str) -> bool:
    return name.upper().startswith(PREFIX) or name.upper() == "DATABASE_URL"


@cache
def _read(environment: tuple[tuple[str, str], ...]) -> Settings:
    """The settings of the process's environment; the argument is the key of the cache."""
    known = variables()
    for name, _value in environment:
        _refuse_slip(name, known.values())
    try:
        return Settings()
    except ValidationError as error:
        raise BadInput("; ".join(_words_of(fault, known) for fault in error.errors())) from None


def _refuse_slip(name: str, known: Iterable[str]) -> None:
    """Raise BadInput for an unknown name that is very similar to a known one, since it would have no effect."""
    if name.upper() in known or _MIRROR.fullmatch(name):
        return
    bare = {one.removeprefix(PREFIX): one for one in known}
    meant = difflib.get_close_matches(name.upper().removeprefix(PREFIX), bare, n=1, cutoff=_SO_ALIKE)
    if meant:
        raise BadInput(
            f"{name} is no setting; did you mean {bare[meant[0]]}? docs/settings.md lists them all"
        )


def _words_of(fault: Any, known: dict[str, str]) -> str:
    """What is wrong with one variable, and its allowed values."""
    own = fault["msg"].removeprefix("Value error, ")
    if not fault["loc"]:
        return str(own)
    field = str(fault["loc"][0])
    name = known.get(field, field)
    secret = name in {known["smtp_password"], known["webhook_url"], known["metrics_token"]}
    given = "" if secret else f", not {str(fault['input']).strip()!r}"
    if fault["type"] == "literal_error":
        allowed = Settings.model_fields[field].annotation
        return f"{name} must be one of {', '.join(getattr(allowed, '__args__', ()))}{given}"
    if field == "smtp_port":
        return f"{name} must be a number from 1 to 65535{given}"
    if field == "contact_url":
        return f"{name} must be an address without blanks or letters beyond ASCII{given}"
    return f"{name} {own}{given}"
