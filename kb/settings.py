"""The one frozen Settings: kb.toml < KB_* environment < flags. No other module reads the environment."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, PrivateAttr, SecretStr, ValidationError
from pydantic_core import PydanticCustomError
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from kb.access import Classes, Cleared, clearance_named
from kb.datatypes import Clearance
from kb.errors import SettingsError
from kb.roles import Grants, Role, role_named

BUNDLED_MODEL = "bundled"


def _names(value: object) -> object:
    """A list of names that may be written with commas between, as in the environment."""
    return tuple(filter(None, map(str.strip, value.split(",")))) if isinstance(value, str) else value


def _passwords(value: object) -> object:
    """One password, or a list of them as JSON, as in the environment."""
    if isinstance(value, str):
        return tuple(json.loads(value)) if value.startswith("[") else tuple(filter(None, [value]))
    return value


def _role(value: object) -> object:
    """A role by its name; a name of none is refused in our words alone."""
    try:
        return role_named(value) if isinstance(value, str) else value
    except ValueError as error:
        raise PydanticCustomError("role", "{problem}", {"problem": str(error)}) from error


def _clearance(value: object) -> object:
    """A clearance by its name; a name of none is refused in our words alone."""
    try:
        return clearance_named(value) if isinstance(value, str) else value
    except ValueError as error:
        raise PydanticCustomError("clearance", "{problem}", {"problem": str(error)}) from error


Level = Annotated[Clearance, BeforeValidator(_clearance)]
Levels = Annotated[tuple[Level, ...], NoDecode, BeforeValidator(_names)]
Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_names)]
Passwords = Annotated[tuple[SecretStr, ...], NoDecode, BeforeValidator(_passwords)]


class Settings(BaseSettings):
    """All settings with their defaults; each can be set in kb.toml or as KB_NAME in the environment."""

    model_config = SettingsConfigDict(env_prefix="KB_", toml_file="kb.toml", frozen=True, extra="forbid")

    data: Path = Field(Path("data"), description="Mappe med sagsdokumenter")
    index: Path = Field(Path("index"), description="Mappe til indekset")
    state: Path = Field(Path("state"), description="Mappe til rettelser og tilbagemeldinger; slet den aldrig")
    store: Literal["local", "postgresql"] = Field("local", description="Hvor indekset ligger")
    pg_dsn: SecretStr | None = Field(None, description="Forbindelse til PostgreSQL, fx »host=a,b dbname=kb«")
    executor: str = Field("local", description="Hvor der indekseres: »local« eller en Dask-klynges adresse")
    model: str = Field(BUNDLED_MODEL, description="»bundled«, et navn fra et modelbibliotek eller en mappe")
    runtime: Literal["auto", "torch", "openvino"] = Field("auto", description="Hvad modellen køres med")
    precision: Literal["auto", "fp32", "bf16"] = Field("auto", description="Regnepræcision for modellen")
    cores: int = Field(0, ge=0, description="Kerner, som modellen må bruge; 0 er alle")
    chunk_tokens: int = Field(
        360, ge=32, le=400, description="Største længde af en tekstbid, i modellens tokens"
    )
    keep_generations: int = Field(3, ge=1, description="Antal generationer af indekset, der gemmes")
    audit: bool = Field(True, description="Log, hvem der gør hvad: true eller false")
    audit_days: int = Field(365, ge=0, description="Antal dage, loggen gemmes; 0 er altid")
    mask_email: bool = Field(False, description="Skjul e-mailadresser i dokumenterne: true eller false")
    mask_phone: bool = Field(False, description="Skjul telefonnumre i dokumenterne: true eller false")
    max_question: int = Field(1000, ge=20, description="Største længde af et spørgsmål, i tegn")
    questions_per_minute: int = Field(
        30, ge=1, description="Spørgsmål i minuttet fra hver bruger af webappen"
    )
    read_seconds: float = Field(
        60, gt=0, description="Længste tid, det må tage at læse en fil, i sekunder; dertil 1 sekund pr. side"
    )
    read_memory_mb: int = Field(1024, ge=256, description="Mest hukommelse til at læse en fil, i MB")
    read_pages: int = Field(2000, ge=1, description="Flest sider i en fil")
    read_file_mb: int = Field(50, ge=1, description="Største fil, i MB")
    passwords: Passwords = Field((), description="Adgangskoder, der prøves på beskyttede filer")
    ocr: bool = Field(True, description="Læs indscannede sider med tekstgenkendelse, hvis den er installeret")
    ocr_data: Path | None = Field(
        None, description="Mappe med dan.traineddata, hvis den ligger et særligt sted"
    )
    max_upload_mb: int = Field(50, ge=1, le=50, description="Største fil, der kan tilføjes i webappen, i MB")
    fetch: Names = Field((), description="Websteder, »kb fetch« henter fra: adresser på sitemaps eller sider")
    fetch_folder: str = Field(
        "hentet", pattern=r"^\w[\w .-]*$", description="Mappe under data, som »kb fetch« lægger filer i"
    )
    fetch_seconds: float = Field(1.0, ge=0.2, description="Pause mellem to forespørgsler, i sekunder")
    fetch_most: int = Field(2000, ge=1, description="Flest dokumenter fra hvert websted")
    fetch_private: bool = Field(
        False, description="Hent også fra websteder på det lokale netværk, fx et intranet"
    )
    organisation: str = Field("", description="Kommunens navn; står øverst på siderne")
    contact: str = Field("", description="Hvem man skriver til om webappen: en e-mailadresse eller en tekst")
    host: str = Field("127.0.0.1", description="Adresse, som webappen lytter på")
    port: int = Field(8501, ge=1, le=65535, description="Port, som webappen lytter på")
    allowed_hosts: Names = Field(
        (), description="Navne, som webappen må åbnes under bag en proxy, fx kb.kommune.dk, med komma imellem"
    )

    editors: Names = Field((), description="E-mails på redaktører, der logger ind, med komma imellem")
    admins: Names = Field((), description="E-mails på administratorer, der logger ind, med komma imellem")
    everyone: Annotated[Role, BeforeValidator(_role)] = Field(
        Role.READER, description="Rollen for alle andre: læser, redaktør eller administrator"
    )

    clearance: Level = Field(
        Clearance.PUBLIC, description="Hvad alle må læse: offentlig, intern eller fortrolig"
    )
    cleared_internal: Names = Field((), description="E-mails på dem, der også må læse det interne")
    cleared_confidential: Names = Field(
        (), description="E-mails på dem, der må læse alt, også det fortrolige"
    )
    indexed_for: Levels = Field(
        (), description="Flere klasser, der skal kunne søges i, fx af API-nøgler: intern, fortrolig"
    )
    unmarked: Level = Field(
        Clearance.PUBLIC, description="Klassen af det, der ikke er mærket, og som ingen regel gælder for"
    )
    classes: dict[str, Level] = Field(
        {}, description='Klasser for mapper og filer, fx »{ personale = "intern" }«'
    )

    api_host: str = Field("127.0.0.1", description="Adresse, som »kb api« og »kb mcp --http« lytter på")
    api_port: int = Field(8600, ge=1, le=65535, description="Port, som »kb api« lytter på")
    mcp_port: int = Field(8601, ge=1, le=65535, description="Port, som »kb mcp --http« lytter på")
    api_open: bool = Field(
        False,
        description="Lad programmer på denne maskine spørge uden nøgle; kun når der lyttes på 127.0.0.1",
    )
    api_origins: Names = Field(
        (), description="Websider, der må kalde fra en browser, fx https://intranet.kommune.dk; ellers ingen"
    )
    api_proxies: Names = Field(
        (),
        description="Adresser på den proxy, der logger brugere ind foran API'et, fx 10.0.0.5; ellers ingen",
    )
    api_user_header: str = Field(
        "", description="Feltet, hvori den proxy oplyser brugerens e-mail, fx X-Forwarded-Email"
    )
    api_per_minute: int = Field(120, ge=1, description="Kald i minuttet fra hver nøgle eller adresse")

    generator_url: str | None = Field(
        None,
        description="Adresse på en OpenAI-kompatibel server, der må skrive AI-svar, fx http://127.0.0.1:11434/v1",
    )
    generator_model: str = Field("", description="Navnet på den sprogmodel, som serveren skal bruge")
    generator_key: SecretStr | None = Field(None, description="Nøgle til serveren, hvis den kræver en")
    generator_seconds: float = Field(
        20,
        gt=0,
        le=120,
        description="Længste tid, man venter på et AI-svar, i sekunder; derefter vises citaterne alene",
    )
    generator_tokens: int = Field(700, ge=50, le=4000, description="Længste AI-svar, i tokens")
    generator_context: int = Field(
        3000, ge=300, le=100_000, description="Mest tekst fra kilderne, som sendes til modellen, i tokens"
    )
    generator_at_once: int = Field(
        2, ge=1, le=64, description="AI-svar, der skrives på samme tid; flere venter"
    )
    generator_clearance: Level = Field(
        Clearance.PUBLIC,
        description="Hvad der må sendes til serveren: offentlig, intern eller fortrolig",
    )
    generator_automatic: bool = Field(
        False, description="Skriv AI-svar, uden at der bliver bedt om det: true eller false"
    )

    follow_open: bool = Field(
        False,
        description="Lad alle, der bruger webappen uden at logge ind, følge søgninger på en fælles liste",
    )
    site_url: str = Field(
        "", description="Webappens adresse, som den står i mails og feeds, fx https://viden.kommune.dk"
    )
    mail_from: str = Field("", description="Afsenderen af mails, fx vidensbase@kommune.dk")
    mail_clearance: Level = Field(
        Clearance.PUBLIC,
        description="Det mest fortrolige, der må stå i en mail: offentlig, intern, fortrolig",
    )
    smtp_host: str = Field("", description="Mailserveren; tom, så sendes der ingen mails")
    smtp_port: int = Field(587, ge=1, le=65535, description="Mailserverens port")
    smtp_tls: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="Kryptering: starttls (port 587), tls (port 465) eller none"
    )
    smtp_user: str = Field("", description="Brugernavn hos mailserveren, hvis den kræver et")
    smtp_password: SecretStr | None = Field(None, description="Adgangskode hos mailserveren")

    _edition: Clearance | None = PrivateAttr(None)

    @property
    def edition(self) -> Clearance:
        """The class up to which the index holds that is opened and built with these settings."""
        return self._edition or self.clearance

    @property
    def editions(self) -> tuple[Clearance, ...]:
        """The classes that there is an index for, the most open first: one for each sort of reader."""
        wanted = {self.clearance, *self.indexed_for}
        if self.cleared_internal:
            wanted.add(Clearance.INTERNAL)
        if self.cleared_confidential:
            wanted.add(Clearance.CONFIDENTIAL)
        return tuple(each for each in Clearance if each in wanted)

    def for_clearance(self, clearance: Clearance) -> Settings:
        """These settings with the fullest index that somebody with this clearance may read.

        Where that is less than everyone may read, it is everyone's.
        """
        read = [each for each in self.editions if clearance.covers(each)]
        copy = self.model_copy()
        copy._edition = read[-1] if read and not self.clearance.covers(read[-1]) else self.clearance
        return copy

    def for_edition(self, edition: Clearance) -> Settings:
        """These settings for building and keeping one of the indexes."""
        copy = self.model_copy()
        copy._edition = edition
        return copy

    @property
    def index_folder(self) -> Path:
        """Where the index of this edition lies: the public one in ``index``, the others below it."""
        return self.index if self.edition is Clearance.PUBLIC else self.index / self.edition.value

    @property
    def cleared(self) -> Cleared:
        """Who may read what."""
        return Cleared(self.cleared_internal, self.cleared_confidential, self.clearance)

    @property
    def rules(self) -> Classes:
        """Which class files are of."""
        return Classes(self.classes, self.unmarked)

    @property
    def grants(self) -> Grants:
        """Who has which role."""
        return Grants(self.editors, self.admins, self.everyone)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The sources, strongest first: flags, environment, kb.toml."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load_settings(**flags: object) -> Settings:
    """The settings in force; ``flags`` that are None are left to the environment, kb.toml or the default.

    Raises SettingsError where a value cannot be used.
    """
    given = {name: value for name, value in flags.items() if value is not None}
    try:
        settings = Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        details = "; ".join(
            f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}"
            for problem in error.errors(include_input=False)
        )
        raise SettingsError("bad_settings", detail=details) from error
    except (ValueError, OSError) as error:
        raise SettingsError("bad_settings", detail=str(error)) from error
    _check_generator(settings)
    return settings


def _check_generator(settings: Settings) -> None:
    """Nothing, where a generator is not wanted or can be asked. Raises SettingsError."""
    if settings.generator_url is None:
        return
    parts = urlsplit(settings.generator_url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query:
        raise SettingsError("generator_address")
    if not settings.generator_model.strip():
        raise SettingsError("generator_model")
    if find_spec("openai") is None:
        raise SettingsError("generator_missing")
