"""Every setting of Dateline, once: name, type, default and what it does.

A setting ``input_topic`` is ``DATELINE_INPUT_TOPIC`` in the environment and
``input_topic`` in a TOML file; the environment wins. Durations are in seconds and
sizes in bytes, unless the description says otherwise.
"""

from __future__ import annotations

import difflib
import math
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_core import ErrorDetails

PREFIX = "DATELINE_"
CONFIG_VARIABLE = "DATELINE_CONFIG"
"""The path of the TOML file, where no ``--config`` is given."""

Layer = Literal["entities", "dates", "places", "events"]
Delivery = Literal["exactly-once", "at-least-once"]
Seconds = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Positive = Annotated[int, Field(gt=0)]
Share = Annotated[float, Field(ge=0, le=1)]

# Kubernetes puts these into every pod beside a service called dateline or dateline-….
_SERVICE_LINK = re.compile(r"DATELINE_(\w+_)?(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT_\d+_(TCP|UDP)(_\w+)?)")
_SERVICE_ADDRESS = re.compile(r"(tcp|udp)://")


class SettingsError(ValueError):
    """Settings that cannot be used; the message has one line for each that is wrong."""


def usable_cores() -> int:
    """Count the processor cores that this process may use: its affinity, and its container's share."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text().split()
        share = math.ceil(int(quota) / int(period))
    except (OSError, ValueError):  # no container, or no limit ("max")
        return cores
    return max(1, min(cores, share))


def _split(value: object) -> object:
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


def _upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


class Settings(BaseModel):
    """All settings, checked. Can be pickled for worker processes; secrets never appear in its text."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=False, hide_input_in_errors=True)

    # Topics and the consumer group
    bootstrap_servers: str = Field(default="localhost:9092", description="Kafka brokers, `host:port`, comma-separated.")
    input_topic: str = Field(default="articles.raw", description="Topic to read articles from.")
    output_topic: str = Field(default="articles.enriched", description="Topic to publish records to.")
    dead_letter_topic: str = Field(
        default="articles.dead", description="Topic for messages that cannot become records."
    )
    group_id: str = Field(default="dateline", description="Consumer group; stages with the same one share the work.")
    auto_offset_reset: Literal["earliest", "latest"] = Field(
        default="earliest", description="Where a group without committed offsets starts."
    )

    # Work
    workers: Positive = Field(
        default_factory=usable_cores, description="Processes that enrich; by default the cores it may use."
    )
    article_timeout: Seconds = Field(
        default=30.0, description="Time that one article may take; an article that takes longer becomes a dead letter."
    )
    worker_batch_articles: Positive = Field(default=16, description="Articles handed to a worker at a time.")
    in_flight_articles: Positive = Field(default=512, description="Articles held at most before reading pauses.")
    in_flight_bytes: Positive = Field(
        default=64 * 2**20, description="Message bytes held at most before reading pauses."
    )

    # Delivery
    delivery: Delivery = Field(
        default="exactly-once",
        description="`exactly-once` (Kafka transactions) or `at-least-once` (faster, may repeat).",
    )
    batch_articles: Positive = Field(default=200, description="Articles in one transaction at most.")
    batch_linger: Annotated[float, Field(ge=0, allow_inf_nan=False)] = Field(
        default=1.0, description="Time that finished articles wait for more before their transaction begins."
    )
    transactional_id: str | None = Field(
        default=None,
        description="Transactional id of this stage; each running stage needs its own. By default made of group and "
        "host name.",
    )
    transaction_timeout: Seconds = Field(
        default=10.0, description="Time after which the broker ends an open transaction."
    )
    session_timeout: Seconds = Field(
        default=15.0, description="Time without heartbeats after which the group drops a stage."
    )
    max_poll_interval: Seconds = Field(
        default=60.0, description="Time without polling after which a stage leaves the group."
    )
    startup_timeout: Seconds = Field(default=30.0, description="Time to reach the brokers at start before giving up.")
    shutdown_timeout: Seconds = Field(default=30.0, description="Time to finish articles in flight after SIGTERM.")
    compression: Literal["zstd", "gzip", "none"] = Field(
        default="zstd", description="Compression of what is published."
    )
    max_request_size: Positive = Field(
        default=1_000_000,
        description="Bytes of a published message at most; larger records become dead letters. Keep it below the "
        "topic's `max.message.bytes`.",
    )

    # Articles and records
    max_message_bytes: Positive = Field(default=10_000_000, description="Bytes of a message that is decoded at most.")
    max_body_characters: Positive = Field(default=200_000, description="Characters of a body at most.")
    assumed_zone: str = Field(default="UTC", description="Time zone (IANA) of article times that name none.")
    unsupported_language: Literal["record", "dead-letter"] = Field(
        default="record", description="Other languages than English: a `record` with empty layers, or a `dead-letter`."
    )
    include_text: bool = Field(default=True, description="Whether records carry title and body.")
    layers: Annotated[tuple[Layer, ...], BeforeValidator(_split)] = Field(
        default=("entities", "dates", "places", "events"),
        description="What to find: any of `entities,dates,places,events`; empty for none.",
    )
    gazetteer: Path | None = Field(
        default=None, description="Gazetteer file to use in place of the one inside the package."
    )
    place_adjectives: bool = Field(
        default=False,
        description="Whether place adjectives (`Georgian officials`) are mentions of a place that the article names.",
    )
    place_alternatives_below: Share = Field(
        default=0.6, description="Confidence, 0 to 1, below which a location lists the alternatives."
    )
    place_abstain_below: Share = Field(
        default=0.0, description="Confidence, 0 to 1, below which a name gets no location."
    )
    place_homes: Path | None = Field(
        default=None,
        description="Table of where the sources of articles are at home, from `python -m pipeline.places.homes`.",
    )

    # Operations
    http_host: str = Field(default="0.0.0.0", description="Address that serves health and metrics.")  # noqa: S104
    http_port: Annotated[int, Field(ge=0, le=65535)] = Field(
        default=8080, description="Port of `/live`, `/ready` and `/metrics`; 0 takes a free one and logs it."
    )
    log_format: Literal["auto", "json", "console"] = Field(
        default="auto", description="`json`, `console`, or `auto`: console on a terminal, JSON elsewhere."
    )
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(_upper)] = Field(
        default="INFO", description="Least level that is logged."
    )

    # Security
    security_protocol: Annotated[Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"], BeforeValidator(_upper)] = (
        Field(default="PLAINTEXT", description="`PLAINTEXT`, `SSL`, `SASL_PLAINTEXT` or `SASL_SSL`.")
    )
    sasl_mechanism: Annotated[
        Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"] | None, BeforeValidator(_upper)
    ] = Field(default=None, description="`PLAIN`, `SCRAM-SHA-256`, `SCRAM-SHA-512` or `OAUTHBEARER`.")
    sasl_username: str | None = Field(default=None, description="User name for PLAIN and SCRAM.")
    sasl_password: SecretStr | None = Field(default=None, description="Password for PLAIN and SCRAM.")
    sasl_password_file: Path | None = Field(default=None, description="File that holds the password.")
    sasl_oauth_token_file: Path | None = Field(
        default=None, description="File that holds the OAUTHBEARER token; read again for each connection."
    )
    ssl_ca_file: Path | None = Field(default=None, description="Certificates (PEM) to trust; by default the system's.")
    ssl_cert_file: Path | None = Field(default=None, description="Client certificate (PEM).")
    ssl_key_file: Path | None = Field(default=None, description="Key (PEM) of the client certificate.")
    ssl_key_password: SecretStr | None = Field(default=None, description="Password of the key.")
    ssl_key_password_file: Path | None = Field(default=None, description="File that holds the password of the key.")
    ssl_check_hostname: bool = Field(default=True, description="Whether the broker's certificate must name its host.")

    @classmethod
    def load(cls, config: Path | None, environ: Mapping[str, str]) -> Self:
        """Read and check the settings of a TOML file and an environment; the environment wins.

        Args:
            config: the TOML file; without it, the one that ``DATELINE_CONFIG`` names, if any.
            environ: environment variables; an empty value counts as absent (except ``DATELINE_LAYERS``).

        Raises:
            SettingsError: a name is unknown, or a value cannot be used.
        """
        if config is None and environ.get(CONFIG_VARIABLE):
            config = Path(environ[CONFIG_VARIABLE])
        given = _from_file(config, set(cls.model_fields)) if config else {}
        given |= _from_environment(environ, set(cls.model_fields))
        try:
            return cls(**given)
        except ValidationError as error:
            raise SettingsError("\n".join(_problem(details) for details in error.errors())) from None

    def environment(self) -> dict[str, str]:
        """The environment variables that give these settings again, secrets left out."""
        given = {name: getattr(self, name) for name in sorted(self.model_fields_set)}
        return {PREFIX + name.upper(): _text(value) for name, value in given.items() if _is_plain(value)}

    @property
    def password(self) -> str | None:
        """The SASL password, from its setting or its file."""
        return _secret(self.sasl_password, self.sasl_password_file)

    @property
    def key_password(self) -> str | None:
        """The password of the TLS key, from its setting or its file."""
        return _secret(self.ssl_key_password, self.ssl_key_password_file)

    @property
    def oauth_token(self) -> str | None:
        """The OAUTHBEARER token as its file holds it now."""
        return _secret(None, self.sasl_oauth_token_file)

    @field_validator("assumed_zone")
    @classmethod
    def _zone_exists(cls, zone: str) -> str:
        from zoneinfo import ZoneInfo  # noqa: PLC0415 - most commands never need it

        try:
            ZoneInfo(zone)
        except (OSError, ValueError, KeyError):  # ZoneInfoNotFoundError is a KeyError
            raise ValueError(f"{zone!r} is no time zone; give an IANA name such as Europe/Berlin") from None
        return zone

    @model_validator(mode="after")
    def _fit_together(self) -> Self:
        topics = [self.input_topic, self.output_topic, self.dead_letter_topic]
        if len(set(topics)) < len(topics):
            raise ValueError("input_topic, output_topic and dead_letter_topic must be three different topics")
        if self.session_timeout >= self.max_poll_interval:
            raise ValueError("session_timeout must be shorter than max_poll_interval")
        if self.security_protocol.startswith("SASL"):
            self._check_sasl()
        if (self.ssl_cert_file is None) != (self.ssl_key_file is None):
            raise ValueError("ssl_cert_file and ssl_key_file go together: give both or neither")
        return self

    def _check_sasl(self) -> None:
        if self.sasl_mechanism is None:
            raise ValueError(f"security_protocol {self.security_protocol} needs a sasl_mechanism")
        if self.sasl_mechanism == "OAUTHBEARER":
            if self.sasl_oauth_token_file is None:
                raise ValueError("sasl_mechanism OAUTHBEARER needs sasl_oauth_token_file")
        elif self.sasl_username is None or (self.sasl_password is None and self.sasl_password_file is None):
            raise ValueError(f"sasl_mechanism {self.sasl_mechanism} needs sasl_username, and a password or its file")


def _is_plain(value: object) -> bool:
    return value is not None and not isinstance(value, SecretStr)


def _text(value: object) -> str:
    return ",".join(value) if isinstance(value, tuple) else str(value)


def _secret(given: SecretStr | None, file: Path | None) -> str | None:
    if given is not None:
        return given.get_secret_value()
    if file is None:
        return None
    try:
        return file.read_text().rstrip("\r\n")
    except OSError as error:
        raise SettingsError(f"cannot read the secret in {file}: {error.strerror}") from None


def _from_file(config: Path, known: set[str]) -> dict[str, Any]:
    try:
        given = tomllib.loads(config.read_text())
    except OSError as error:
        raise SettingsError(f"{config}: {error.strerror}") from None
    except ValueError as error:  # TOML and UTF-8 errors alike
        raise SettingsError(f"{config}: no valid TOML: {error}") from None
    if unknown := [name for name in given if name not in known]:
        raise SettingsError("\n".join(f"{config}: {_unknown(name, known)}" for name in unknown))
    return given


def _from_environment(environ: Mapping[str, str], known: set[str]) -> dict[str, Any]:
    ours = {name: value for name, value in environ.items() if name.startswith(PREFIX) and name != CONFIG_VARIABLE}
    names = {PREFIX + name.upper(): name for name in known}
    if unknown := [name for name in sorted(ours) if name not in names and not _is_service_link(name, ours[name])]:
        raise SettingsError("\n".join(_unknown(name, names) for name in unknown))
    return {names[name]: value for name, value in ours.items() if name in names and (value or names[name] == "layers")}


def _is_service_link(name: str, value: str) -> bool:
    return bool(_SERVICE_LINK.fullmatch(name) or _SERVICE_ADDRESS.match(value))


def _unknown(name: str, known: Mapping[str, str] | set[str]) -> str:
    near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.5)
    return f"{name} is no setting" + (f"; did you mean {near[0]}?" if near else "")


def _problem(details: ErrorDetails) -> str:
    message = details["msg"].removeprefix("Value error, ")
    return f"{details['loc'][0]} ({PREFIX}{str(details['loc'][0]).upper()}): {message}" if details["loc"] else message
