"""The words in which Danish minutes say what was decided, by what they amount to.

Gathered from minutes of many municipalities. Patterns are matched against one sentence without its
brackets, quotations and references (``kb.cases.outcomes``).
"""

from __future__ import annotations

import re

from kb.datatypes import OutcomeClass

_C = OutcomeClass
Table = tuple[tuple[OutcomeClass, re.Pattern[str]], ...]


def any_of(*alternatives: str) -> re.Pattern[str]:
    """One pattern for all of the wordings, upper or lower case alike."""
    return re.compile("|".join(f"(?:{each})" for each in alternatives), re.IGNORECASE)


# "ikke mindst" and the like deny nothing.
NOT = r"\b(?:ikke|ej)\b(?! (?:mindst|kun|alene|blot|desto|bare|tidligere|uvæsentlig\w*)\b)"
_ORGAN = (
    r"(?:[\wæøå-]*udvalget|[\wæøå-]*byråd(?:et)?|kommunalbestyrelsen|borgerrepræsentationen|magistraten"
    r"|regionsrådet"
    r"|[\wæøå-]*bestyrelsen|direktionen|[\wæøå-]+rådet|[\wæøå-]*udvalg|hmu|h?med)"
)
_PROPOSAL = (
    r"(?:indstillingen|forslaget|beslutningsforslaget|hovedforslaget|medlemsforslaget|sagen|punktet"
    r"|ansøgningen"
    r"|planen|lokalplanen|budgettet)"
)
_FINITE = (
    r"(?:godkend(?:t|te|tes|es|er)|tiltr(?:ådt|ådte|ådtes|ædes|æder)|imødekom(?:met|mes|mer)?|vedta(?:get"
    r"|ges|ger)"
    r"|vedtog(?:es)?(?! at\b)|bevilg(?:et|ede|es|er)|tilslut(?:tet|tede|ter|tes)|bifald(?:t|er|es)"
    r"|accepter(?:et|ede|er|es)"
    r"|fulgt(?! op)|støttes|henhold(?:t|er) sig)"
)
_INFINITIVE = (
    r"(?:godkende|tiltræde|imødekomme|vedtage|bevilge|tilslutte sig|henholde sig|acceptere|støtte|følge|give)"
)
_MAY = r"(?:kan|kunne|valgte|vælger|vedtog|vedtager|beslutte(?:de|r|t),?|enedes om|enige? om|enighed om)"
_GRANT = r"(?:[\wæøå]*(?:tilladelse|dispensation|tilskud|tilsagn|støtte|bevilling|samtykke|lån|garanti)\w*)"
# What gives a proposal its force. Nouns ("godkendelsen", "den godkendte plan") decide nothing.
_CONSENTS = (
    rf"(?<!\bde )(?<!\bden )(?<!\bdet )(?<!tidligere )(?<!allerede )(?<!senest )(?<!var )\b{_FINITE}\b",
    rf"\b{_MAY} (?:at )?(?:[\w-]+ ){{0,4}}?(?:at )?{_INFINITIVE}\b(?! op\b)",
    r"\b(?:følge[rs]|fulgte) (?:[\w-]+ ){0,3}?(?:indstilling|anbefaling|forvaltning|administration)",
    r"\b(?:indstillingen|indstilling|anbefaling|anbefalingen) (?:blev )?(?:følges|støttes)|\bstøtte(?:r"
    r"|de) (?:[\w-]+ ){0,2}?(?:indstilling|forslag)",
    r"^\W*som indstillet\b|\btil følge\b|^\W*(?:i orden|ok|ja)\W*$|\bnyder fremme\b",
    r"\benigt?e? i (?:indstilling|forslag)|\bbakke(?:r|de) op om (?:indstilling|forslag|planen)"
    r"|\btilslutning til (?:indstilling|forslag|planen|oplæg)",
    rf"\b(?:der )?(?:gives|gav|giver|meddeles|meddelte?|meddeler|ydes|bevilges) (?:[\w-]+ ){{0,3}}?{_GRANT}\b"
    rf"|\b{_GRANT} (?:gives|meddelt|meddeles|ydes)\b",
    r"\b(?:flertal\w*|udvalget|byrådet|kommunalbestyrelsen|alle)\b[^;]{0,120}?\bstemte for\b",
)
CONSENT = any_of(*_CONSENTS)
_ANY_CONSENT = rf"(?:{_FINITE}|{_INFINITIVE})"
_TO_HEARING = (
    r"(?:\b(?:ud)?send(?:t|te|es|er|e|else)\b|\bfremlægge?s?\b|\bfremlagt\b|\bsættes\b|\bsat\b"
    r"|\boffentliggør(?:es)?\b)"
    r"[^;]{0,70}?\bi (?:[\w.-]+ ){0,4}?(?:partshøring|nabohøring|høring)"
)

# A sentence that holds one of these decides; of several, the first one does, and of those that begin at
# the same word, the one that stands first here.
DECISIVE: Table = (
    (
        _C.REJECTED,
        any_of(
            rf"{NOT} (?:[\w-]+ ){{0,2}}{_ANY_CONSENT}\b",
            rf"\b{_MAY} (?:at )?(?:(?!{_INFINITIVE})[\w-]+ ){{0,3}}?{NOT}"
            rf" (?:[\w-]+ ){{0,3}}?(?:at )?{_INFINITIVE}\b",
            rf"\b{_FINITE} {NOT}",
            rf"\bkan(?:ne)? {NOT} (?:\w+ )?anbefale",
            r"\b(?:indstillingen )?(?:følge[rs]|støttes) ikke\b|\bindstillingen (?:blev|er"
            r"|bliver) ikke fulgt",
            rf"\banbefale(?:s|r|de|t) {NOT}|{NOT} (?:\w+ )?anbefale(?:s|t|de)?\b",
            rf"{NOT} (?:[\w-]+ ){{0,3}}?til efterretning",
            rf"\bbeslutte(?:de|r|t),? (?:[\w-]+ )?{NOT} at\b|\bønske(?:r|de) {NOT} at\b",
            rf"{NOT} (?:[\w-]+ ){{0,2}}?(?:gives?|meddeles?|ydes?|skal (?:gives"
            rf"|ydes)) (?:[\w-]+ ){{0,2}}?{_GRANT}",
            rf"\b(?:der )?(?:gives|meddeles|ydes) {NOT} (?:[\w-]+ ){{0,2}}?{_GRANT}|\b{_GRANT} (?:gives"
            rf"|meddeles"
            rf"|ydes) {NOT}",
            r"\bforkast\w+|\bnedstemt\w*|\bstemt ned\b|\bstemte [^;]{0,60}?\bned\b",
            r"\bafvis(?:t|te|es|er)\b|\bat afvise\b",
            r"^\W*afsl(?:ag|ået)\b|\b(?:der )?(?:giver?|gives|gav|meddele[rs]?|meddelt) (?:\w+ )?afslag"
            r"|\bsagde nej til|\bafslog\b"
            r"|\bafslår\b|\bafslås\b"
            r"|\bblev afslået\b|\bafslag på ansøgning|\bmed afslag\b",
            r"\b(?:indstillingen|\w*forslaget|punkt \d+)\b[^;,]{0,40}?\b(?:faldt|faldet|falder|bortfald\w*)",
            r"^\W*(?:bortfald(?:er|t|et)|faldet|nej)\b|\bbortfald(?:t|er|et)\b[^;]{0,60}?stemmelighed"
            r"|\bstemmelighed\b",
            rf"{NOT} (?:[\w-]+ ){{0,3}}?(?:flertal|opbakning|tilslutning)\b|\bingen (?:tilslutning"
            rf"|opbakning)\b"
            r"|\bnyder ikke fremme|\bingen (?:[\w-]+ ){0,2}(?:stemte for|kunne tiltræde|tiltrådte)",
            r"\bflertal\w*\b[^;]{0,120}?\bstemte imod\b|\b(?:alle|udvalget|byrådet) stemte imod\b",
        ),
    ),
    (
        _C.CALLED_UP,
        any_of(
            r"\b(?:begær|forlang|ønske|kræve)\w*\b[^;]{0,60}?(?:indbragt|forelagt|indbringe"
            r"|forelægge)\w*[^;]{0,30}?"
            r"(?:kommunalbestyrelsen|byrådet|borgerrepræsentationen)",
            r"\bind(?:bragt|bringes|bringe) (?:sagen )?for (?:kommunalbestyrelsen|byrådet"
            r"|borgerrepræsentationen)",
            r"\b(?:standse(?:de|s|t)|begæret standset)\b[^;]{0,40}?(?:beslutning|sag|udførelse|§ 23)"
            r"|\bsagen (?:er |blev )?(?:begæret )?standse[st]",
        ),
    ),
    (
        _C.WITHDRAWN,
        any_of(
            r"(?:taget|tages|tage|tog|trukket|trækkes|udtages|udtaget|slettet|slettes) [^;]{0,40}?\b(?:af"
            r"|fra) (?:\w+ )?dagsorden",
            rf"\b{_PROPOSAL} (?:[\w-]+ ){{0,2}}?(?:udgår|udgik|udgået|trukket|trækkes|frafaldt|frafaldes"
            rf"|frafaldet|aflyst|aflyses)",
            r"\bpunktet bortfald\w+|\b(?:punktet|sagen) (?:blev |er )?(?:taget|tages) af\W*$",
            r"^\W*(?:udgår|udgik|udgået|trukket|trækkes|frafaldet|aflyst)\b",
            rf"\b(?:trak|trækker|frafaldt) (?:\w+ )?(?:{_PROPOSAL}|sit forslag|deres forslag)",
        ),
    ),
    (
        _C.POSTPONED,
        any_of(
            r"^\W*udsat\b",
            rf"\b(?:{_PROPOSAL}|behandling(?:en)?|beslutningen|afgørelsen|drøftelsen|stillingtagen|blev"
            rf"|bliver|og)"
            r"\s+(?:[\w-]+\s+){0,3}?udsat\b",
            rf"\budsættes?\b(?! for\b)|\bat udsætte\b|\b{_ORGAN} udsatte\b|\budskudt\b|\budskyde?s?\b"
            rf"|\budsættelse af sagen\b"
            r"|^\W*udsættelse\b",
            r"\bgenoptage(?:s|t)?\b|\bgenforelægge?s?\b|\bgenbehandles?\b"
            r"|\bsættes på (?:[\w-]+ ){0,3}?(?:igen|på ny)|^\W*sættes på (?:dagsorden|næste)",
            r"\b(?:punktet|sagen)\b[^;,]{0,30}?\b(?:tages op|behandles|sættes på|forelægges|drøftes)"
            r" (?:igen |på ny )?(?:på|ved|til|i) (?:[\w.-]+ ){0,3}?(?:møde|dagsorden)\w*",
            r"\b(?:sat|sættes|stillet|stilles|hviler|satte|at sætte \w+) i bero\b|\bberostille\w*\b"
            r"|\bovergår til næste møde",
            r"\b(?:overføres|overført|flyttes|flyttet) til (?:[\w.-]+ ){0,3}?møde\w*|^\W*(?:behandles"
            r"|tages op) (?:igen )?på ",
        ),
    ),
    (
        _C.PROCEDURAL,
        any_of(
            r"\b(?:dagsorden(?:en)?|dagsordnen|referat(?:et)?|protokol(?:len)?|mødereferatet"
            r"|beslutningsprotokollen)"
            r"(?: [\w.-]+){0,6}? (?:(?:blev|er|bliver) )?(?:\w+ )?(?:godkendt(?:es)?|underskrevet|godkendes"
            r"|taget til efterretning)",
            r"\b(?:beslutte(?:de|r|t) at )?godkend(?:te|er|e) (?:[\w-]+ ){0,2}?(?:dagsorden|dagsordnen"
            r"|referat|protokol)",
            r"^\W*(?:der (?:var|er) )?(?:ingen|intet)(?: (?:bemærkninger|at bemærke|meddelelser|spørgsmål"
            r"|punkter|sager|emner"
            r"|at referere|nyt|orienteringer|indlæg|kommentarer|henvendelser|indkomne))*(?: \w+)*\W*$",
            r"^\W*(?:underskriftsark|underskrevet|protokollen underskrevet)\b",
            r"^\W*mødet (?:blev )?(?:hævet|sluttede)",
        ),
    ),
    (
        _C.APPOINTED,
        any_of(
            r"\bindstillet blev\b|^[^.;]{3,90}(?-i:[\w)]) (?:gen|ny)?(?:valgt|udpeget)\W*$|^\W*(?:gen"
            r"|ny)?(?:valgt|udpeget|udnævnt)\b",
            r"\b(?:blev|bliver|er|blev enstemmigt|blev herefter)\b[^;]{0,60}?\b(?:gen|ny)?(?:valgt"
            r"|udpeget|udnævnt)\b",
            r"\b(?:gen)?(?:udpege(?:de|r|s|t)|at udpege)\b|\bvælges\b|\bvalgtes\b|\bgenvalgt(?:e|es)?\b",
            r"(?<!\bde )(?<!\bden )(?<!\bdet )\bvalgte\b(?! at\b)"
            r"(?=[^;]{0,80}?(?-i:[A-ZÆØÅ][\w.-]+ [A-ZÆØÅ]))",
            r"\bkonstituere(?:de|r|t) sig\b|\bindtræder (?:som|i stedet)|\bindstille(?:r|s"
            r"|de) [^;]{0,60}?\bsom (?:medlem|suppleant|formand)",
        ),
    ),
    (
        _C.RECOMMENDED,
        any_of(
            rf"\b{_FINITE} og (?:\w+ )?(?:anbefal|indstille)(?:es|er|ede|s|r|t|et)\b",
            r"\banbefal(?:es|er|ede|edes|et)\b|\b(?:kan|kunne|at|enedes om at) (?:[\w-]+ ){0,3}?anbefale\b",
            r"\bmed (?:[\w-]+ ){0,2}?anbefaling\b|\bafgive[rs]? (?:\w+ )?anbefaling",
            r"(?<!som )\bindstille(?:s|r|de)\b|(?<!som )\bindstillet (?:til|godkendt|vedtaget|tiltrådt"
            r"|over for)|\bat indstille (?:til|at|sagen|forslaget|over)\b"
            r"|^\W*indstillet\W*$",
            r"\b(?:foreslår|foreslog) over ?for\b|\b(?:godkend"
            r"|tiltr)\w+ (?:[\w-]+ ){0,3}?over ?for (?:kommunalbestyrelsen|byrådet)",
        ),
    ),
    (
        _C.NOTED,
        any_of(
            r"\borientering(?:en|erne)?\b[^;,]{0,40}?\b(?:godkend|tiltrå|tiltræd)\w+",
            r"\b(?:godkend|tiltr)\w+ (?:[\w-]+ ){0,2}?orientering",
            r"\b(?:tog|tage[rs]?|taget|at tage|tages)\b[^;]{0,160}?til efterretning|\btil efterretning\b",
            rf"\b{_FINITE},? at [^;]{{0,80}}?til efterretning\b|\b{_ORGAN} orienteret\W*$",
            r"^\W*(?:orienteret|til orientering|orientering (?:givet|foretaget|afgivet)|noteret|forelagt"
            r"|gennemgået)\b",
            r"\bad notam\b|\btil (?:udvalgets |byrådets )?orientering\W*$|^\W*efterretning\b",
        ),
    ),
    (
        _C.HEARING,
        any_of(
            _TO_HEARING,
            rf"\b{_FINITE}[^;]{{0,60}}?(?:og|til|med henblik på|at) [^;]{{0,40}}?{_TO_HEARING}"
            rf"|\b{_FINITE} fremlagt [^;]{{0,40}}?høring",
        ),
    ),
    (
        _C.HEARING,
        any_of(rf"\b{_FINITE} (?:[\w-]+ ){{0,4}}?(?:til|med henblik på) (?:\w+ )?(?:høring|udsendelse i)"),
    ),
    (_C.ADOPTED, CONSENT),
)
# Speak only where nothing above does: where a matter went, and what was decided in the organ's own words.
PASSED_ON: Table = (
    (
        _C.REFERRED,
        any_of(
            r"(?<!der )\bhenvis(?:t|es|te|er)(?: \w+)? til\b|\bhjemvis(?:t|es|te)\b|(?<!der )\bat henvise\b",
            r"\boversend(?:t|es|te|er|e)\b|\bovergår til\b|\bovergive?s? til\b|\boverdrages til\b",
            r"\bsend(?:es|t|te|er|e)\b[^;]{0,50}?\btilbage\b|\b(?:frem|tilbage|videre)send(?:es|t|te|er"
            r"|e)\b|\bsendt videre\b|\bsend(?:es|t|te) retur\b",
            r"\bsendes til\b|\bsendt til (?:[\w-]+ ){0,2}?(?:behandling|udvalg)",
            r"\b(?:indgår|indgå|medtages|tages med|inddrages|indarbejdes|henskydes) (?:[\w-]+ ){0,4}?(?:i"
            r"|til|under)"
            r" (?:[\w.-]+ ){0,3}?budget\w*",
            r"\btil (?:fornyet|videre) behandling i\b|\bvideregives? til\b",
        ),
    ),
)
STATED: Table = (
    (
        _C.ADOPTED,
        any_of(
            r"\bbeslutte(?:t|de|r|des)\b(?! (?:om|hvorvidt))|\baftalt(?:e|es)?\b|\bbemyndige(?:de|s|t"
            r"|r)\b|\bfrigive(?:t|s)\b"
            r"|\bfrigav\b|\bfastsatte\b|\bfastsat\b|\bfastlagde\b|\bpegede på\b|\bprioriterede\b"
            r"|\bvalgte\b(?! at\b)|\bvalgte at\b",
            r"\btraf beslutning\b|\bsom foreslået\b|\bsagde ja til\b|\benedes om\b|\bvedtog at\b"
            r"|\benige om\b|\bigangsætte(?:s|r)\b"
            r"|\bnedsætte(?:s|r)\b"
            r"|\bnedsatte\b",
        ),
    ),
)
# What was done rather than decided: it yields to what the next sentences decide.
TOLD: Table = (
    (
        _C.DISCUSSED,
        any_of(
            r"\bdrøfte(?:t|de|s|r|des)\b|\bha(?:vde|r) (?:[\w-]+ ){0,3}?(?:dialog|drøftelse|debat)\b"
            r"|\bdebatteret?\w*\b"
            r"|\btemadrøftelse\w*\b|^\W*(?:drøftelse|dialog|debat)\b|\bdialog om\b|\bdrøftelse af\b"
        ),
    ),
    (
        _C.NOTED,
        any_of(
            r"\b(?:blev|er|bliver|er blevet) (?:[\w-]+ ){0,2}?orienteret\b|\borientere(?:de|r) om\b"
            r"|\bgav (?:[\w-]+ ){0,3}?(?:orientering|status)\b"
            r"|\borienterede\b|\bfik (?:[\w-]+ ){0,2}?(?:orientering|status)\b"
        ),
    ),
)
CALLED_UP = next(pattern for kind, pattern in DECISIVE if kind is _C.CALLED_UP)
AMENDED = any_of(
    r"\bmed (?:[\w.-]+ ){0,7}?(?:ændring|tilføjelse|bemærkning|præcisering|justering|korrektion|rettelse"
    r"|supplement|supplering"
    r"|tilretning|betingelse|undtagelse|kommentar|tilkendegivelse|forbehold|forudsætning)\w*",
    r"\bmed følgende\b|\bdog\b|\bundtagen\b|\bbortset fra\b|\bsåledes at\b|\bi ændret form\b"
    r"|\bmed ændringsforslag",
    r"\bunder forudsætning af\b|\bforudsat\b|\bpå betingelse\b|\bpå vilkår\b|\bbetinget af\b"
    r"|,\s*idet\s+\w|\btillige med\b",
    r"\bmed den (?:[\w-]+ )?(?:formulering|ordlyd)|,\s*men (?:således|med|uden|at)\b",
)
# Changes that the proposal itself already held are none.
AS_PROPOSED = any_of(
    r"\bmed (?:[\w-]+ ){0,3}?(?:ændring|rettelse|tilføjelse|justering|bemærkning)\w*,? (?:der |som )?(?:er )?"
    r"(?:fremgår|fremgik|beskrevet|foreslået|nævnt|anført|angivet)\w* (?:af|i) (?:indstilling"
    r"|sagsfremstilling|sagen|forvaltning)"
    r"\w*(?: \w+)?",
    r"\bmed de (?:foreslåede|indstillede|anførte) (?:ændring|rettelse|justering|tilføjelse)\w*"
    r"|\bikke bemærkninger\b",
)
# An amendment or a motion on the procedure is voted on before the matter, and is not the matter.
SIDE_MOTION = re.compile(
    r"^\W*(?:(?!fremsend|oversend|henvis|godkendt|tiltrådt|vedtaget|sende)[\w.,'’/&-]+ ){0,14}?"
    r"(?P<motion>(?:under)?ændringsforslag\w*|procedureforslag\w*|modforslag\w*"
    r"|forslag(?:et)? om (?:at )?uds[æa]t\w*)"
    r"[^;]*?\b(?P<fate>forkast\w*|nedstemt|stemt ned|fald[te]\w*|faldt|bortfald\w*|afvist|afvises"
    rf"|{NOT} (?:\w+ )?(?:vedtaget|godkendt|tiltrådt|imødekommet)|(?:vedtaget|godkendt|tiltrådt"
    rf"|imødekommet))",
    re.IGNORECASE,
)
# Proposals beside the one that the matter is about.
RIVAL = any_of(
    r"\balternativ\w* (?:indstilling|forslag)\w*|\bmindretalsindstilling\w*"
    r"|\b(?:under)?ændringsforslag\w*|\bmodforslag\w*",
    r"\bprocedureforslag\w*|\bfor (?:liste|venstres|socialdemokrati\w*|(?!administration|forvaltning"
    r"|direktion|udvalg)[\w-]+s) [^.\n]{0,20}?(?:indstilling|forslag) stemte",
)
# Bare words at the head of a decision are its formal outcome, whatever follows.
HEADLINE = re.compile(
    r"\W*(?:(?:enstemmigt|endeligt|endelig|foreløbigt|herefter|ikke|ej|blev|er|delvis|delvist) )*"
    r"(?:godkend(?:t|es)|tiltr(?:ådt|ædes)|vedta(?:get|ges)|imødekomme[st]|imødekommet|bevilg(?:et|es)"
    r"|anbefale[st]|anbefalet|indstilles"
    r"|taget (?:til|af)|tages (?:til|af)|til efterretning|til orientering|orienteret|drøft(?:et|es)|udsat"
    r"|udsættes|genoptages"
    r"|oversend(?:t|es)|henvis(?:t|es)|send(?:t|es)|fremsendes|tilbagesendes|afvis(?:t|es)|afslag"
    r"|forkastet|nedstemt|bortfald\w+|trukket"
    r"|udgår|besluttet|valgt|udpeget|fulgt|som indstillet|indstilling(?:en)? (?:blev |er )?(?:enstemmigt )?"
    r"(?:godkend|tiltr|vedtag|følge|fulgt|imødekom|anbefal|forkast))",
    re.IGNORECASE,
)
