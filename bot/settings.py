"""Every setting, read once from the environment and `.env`; nothing else reads the environment."""

from pathlib import Path
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AnyHttpUrl,
    Field,
    SecretStr,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

PLACEHOLDERS = ("your-", "xoxb-your", "xapp-your", "changeme", "...", "<")
DATABASES = ("sqlite:", "postgresql:", "postgresql+psycopg:")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
MEANINGS = {
    "SLACK_BOT_TOKEN": "begins with xoxb- and stands under “OAuth & Permissions” of your Slack app",
    "SLACK_APP_TOKEN": "begins with xapp- and stands under “Basic Information” of your Slack app",
    "SLACK_SIGNING_SECRET": "is 32 hexadecimal digits and stands under “Basic Information” of your Slack app",
    "SLACK_API_URL": "is the address of Slack's API, https://slack.com/api/ unless you know better",
    "DATABASE_URL": "is an address such as sqlite:///data/dotted-line.sqlite or postgresql://user@host/name",
}


class Unsettled(Exception):  # noqa: N818 - it is what the settings are
    """A setting is missing, a placeholder or senseless; the text is one sentence that names it."""


def _web_address(value: str) -> str:
    TypeAdapter(AnyHttpUrl).validate_python(value)
    return value if value.endswith("/") else f"{value}/"


def _database_address(value: str) -> str:
    if value and not value.startswith(DATABASES):
        raise ValueError("it is of no kind I know")
    if value.startswith("sqlite:") and value.partition("?")[0].rpartition("/")[2] in ("", "sqlite:", ":memory:"):
        raise ValueError("it names no file, and all would be gone at the end")
    return value


def _locale(value: str) -> str:
    from workflows.language import LANGUAGES  # noqa: PLC0415 - with it come all workflows, a second's worth

    if value[:2].lower() not in LANGUAGES or value[2:3] not in ("", "-", "_"):
        raise ValueError(f"it must begin with one of {', '.join(LANGUAGES)}, such as de-DE")
    return value


def _log_level(value: str) -> str:
    if value.upper() not in LOG_LEVELS:
        raise ValueError(f"it must be one of {', '.join(LOG_LEVELS)}")
    return value


class Settings(BaseSettings):
    """Frozen; the names below in capitals are the variables."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", frozen=True, extra="ignore")

    slack_bot_token: SecretStr = SecretStr("")
    """The bot's token. Empty: the rehearsal workspace is started."""
    slack_app_token: SecretStr = SecretStr("")
    """The app-level token: Socket Mode is used."""
    slack_signing_secret: SecretStr = SecretStr("")
    """Instead of the app-level token: Slack reaches the bot over HTTP."""
    slack_api_url: Annotated[str, AfterValidator(_web_address)] = "https://slack.com/api/"
    """Where every call to Slack goes."""
    database_url: Annotated[str, AfterValidator(_database_address)] = ""
    """The store; empty: SQLite in DATA_DIR."""
    data_dir: Path = Path("data")
    """Where files are kept."""
    data_key: SecretStr = SecretStr("")
    """Locks what people wrote in confidence; `dotted-line keys new` makes one. Empty: kept in DATA_DIR, in `keys`."""
    audit_key: SecretStr = SecretStr("")
    """Seals the audit log; otherwise as DATA_KEY. Of both, older keys may follow the newest, with commas between."""
    retention_file: Path | None = None
    """A YAML file of how long each kind of record is kept, where it is otherwise than docs/privacy.md says."""
    http_host: str = "127.0.0.1"
    """The address the bot listens on (events over HTTP, health)."""
    http_port: int = Field(default=8410, ge=0, le=65535)
    """The port for it."""
    public_url: Annotated[str, AfterValidator(_web_address)] | None = None
    """Where people reach the bot's pages (calendar feeds), if not at HTTP_HOST and HTTP_PORT."""
    rehearsal_port: int = Field(default=8400, ge=1, le=65535)
    """The port of the rehearsal workspace's page."""
    rehearsal_clock: str = ""
    """The address of a clock to follow; set by the rehearsal workspace alone."""
    tick_seconds: float = Field(default=30.0, gt=0)
    """How often the bot looks for what is due."""
    call_seconds: int = Field(default=10, ge=1)
    """How long a call to Slack may take before it counts as failed."""
    lease_seconds: float = Field(default=60.0, validate_default=True)
    """How long one sender may hold a message; longer than a call may take."""
    quiet_seconds: float = Field(default=60.0, ge=0)
    """How long to wait before looking whether a message in doubt arrived."""
    pace_seconds: float = Field(default=1.0, ge=0)
    """How long to wait between two messages to one recipient; Slack allows about one a second."""
    metrics_token: SecretStr = SecretStr("")
    """Who asks for /metrics must say `Authorization: Bearer` and this. Empty: only while HTTP_HOST is this machine."""
    most_an_hour: int = Field(default=300, ge=1)
    """How often within an hour one person can do what others are told about."""
    house_locale: Annotated[str, AfterValidator(_locale)] = Field(default="en-GB", validate_default=False)
    """How channels are written, which have many readers: en-GB, de-DE, fr-FR, es-ES…"""
    socket_connections: int = Field(default=2, ge=1, le=10)
    """Socket Mode connections held at once."""
    log_level: Annotated[str, AfterValidator(_log_level)] = "INFO"
    """DEBUG, INFO, WARNING or ERROR."""

    @field_validator("lease_seconds")
    @classmethod
    def _outlasts_a_call(cls, lease: float, known: ValidationInfo) -> float:
        """Else two senders could hold one message."""
        call = known.data.get("call_seconds", 0)
        if lease <= call:
            raise ValueError(f"it must be longer than a call to Slack may take (CALL_SECONDS, {call})")
        return lease

    @property
    def database(self) -> str:
        """The store's address."""
        return self.database_url or f"sqlite:///{self.data_dir / 'dotted-line.sqlite'}"

    @property
    def site(self) -> str:
        """The address of the bot's pages, without a slash at its end."""
        return (self.public_url or f"http://{self.http_host}:{self.http_port}").rstrip("/")

    @property
    def alone(self) -> bool:
        """Whether only this machine is listened to."""
        return self.http_host in ("127.0.0.1", "::1", "localhost")

    @property
    def rehearses(self) -> bool:
        """Whether no Slack is configured."""
        return not self.slack_bot_token.get_secret_value()


def load(**overrides: Any) -> Settings:
    """The settings. Raises Unsettled with the sentence to print."""
    try:
        settings = Settings(**overrides)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper()
        raise Unsettled(f"{name} is set to something I can't use: {_meaning(name, first['msg'])}.") from None
    for name in ("slack_bot_token", "slack_app_token", "slack_signing_secret"):
        _refuse_placeholder(name.upper(), getattr(settings, name).get_secret_value())
    return settings


def require_slack(settings: Settings) -> None:
    """Raise Unsettled unless a real Slack can be reached with these settings."""
    token = settings.slack_bot_token.get_secret_value()
    if not token:
        raise Unsettled(f"SLACK_BOT_TOKEN is missing: it {MEANINGS['SLACK_BOT_TOKEN']}. Put it in .env.")
    if not token.startswith("xox"):
        raise Unsettled(f"SLACK_BOT_TOKEN does not look like a bot token: it {MEANINGS['SLACK_BOT_TOKEN']}.")
    app_token = settings.slack_app_token.get_secret_value()
    if app_token and not app_token.startswith("xapp-"):
        raise Unsettled(f"SLACK_APP_TOKEN does not look like an app-level token: it {MEANINGS['SLACK_APP_TOKEN']}.")
    if not app_token and not settings.slack_signing_secret.get_secret_value():
        raise Unsettled(
            "SLACK_APP_TOKEN is missing (for Socket Mode), or SLACK_SIGNING_SECRET (for HTTP): one of the two says how "
            "Slack reaches the bot. Both stand under “Basic Information” of your Slack app. Put one in .env."
        )


def _refuse_placeholder(name: str, value: str) -> None:
    lowered = value.lower()
    if value and any(mark in lowered for mark in PLACEHOLDERS):
        raise Unsettled(f"{name} still holds a placeholder: the real one {MEANINGS[name]}. Put it in .env.")


def _meaning(name: str, otherwise: str) -> str:
    if name in MEANINGS:
        return f"it {MEANINGS[name]}"
    return otherwise.removeprefix("Value error, ").replace("Input should be", "it should be")
