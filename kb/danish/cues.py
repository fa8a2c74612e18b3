"""Cue patterns: the Danish words that tell what a question asks for and what a sentence holds."""

from __future__ import annotations

import re

CLOCK = re.compile(r"\b\d{1,2}[.:]\d{2}\b")
LOOSE_TIME = re.compile(
    r"\b(uge \d+|\d\. kvartal|primo|medio|ultimo|(?:19|20)\d\d|mandag\w*|tirsdag\w*|onsdag\w*|torsdag\w*|fredag\w*|"
    r"(?:efter|inden(?: for)?|om|hver) \w+ (?:dage?|uger?|måned(?:er)?|år)|hverdage?|kl\. \d+|årligt|hvert \w+ år|hver måned|månedligt|kvartalsvis|senest|straks|efteråret|foråret|sommeren|vinteren)\b",
    re.IGNORECASE,
)
NUMBER = re.compile(
    r"(?<![\w-])\d|\b(to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv|tretten|fjorten|femten|seksten|sytten|atten|nitten|tyve|"
    r"halvdelen|ingen|begge|hundrede|tusind\w*|mange års?)\b",
    re.IGNORECASE,
)
AMOUNT = re.compile(
    r"\d[\d.,]*\s*(?:mio\.?|mia\.?|millioner|milliarder|kr\.?|kroner|t\.?kr\.?|pct\.?|procent|%|‰)|\bkr\.\s*\d|\bgratis\b",
    re.IGNORECASE,
)
PERSON_OR_PARTY = re.compile(
    r"\b[A-ZÆØÅ][a-zæøåé]+(?:[ -][A-ZÆØÅ][a-zæøåé.]*)+|\b[A-ZÆØÅ][a-zæøåé]+ \([A-ZÆØÅ]{1,3}\)"
)
FIRM = re.compile(r"\b[A-ZÆØÅ]\w+ (?:A/S|ApS|[IKP]/S|A\.m\.b\.A)")
ROLE = re.compile(
    r"\b\w*(?:direktør\w*|chef\w*|leder\w*|formand\w*|borgmester\w*|udvalg\w*|råd|rådet|forvaltning\w*|afdeling\w*|"
    r"medarbejder\w*|ansat\w*|ansatte|borger\w*|repræsentant\w*|medlem\w*|gruppe\w*|holder\w*|byråd\w*|bestyrelse\w*|"
    r"forening\w*|konsulent\w*|sekretariat\w*|forsyning|kommunen|kommune|personer|unge|ældre|forældre|virksomhed\w*|"
    r"koordinator\w*|rådmand\w*|næstformand\w*|skole\w*|parti\w*|alle)\b",
    re.IGNORECASE,
)
REASON = re.compile(
    r"\b(fordi|idet|eftersom|derfor|dermed|baggrund\w*|udspring\w*|formål\w*|skyldes|årsag\w*|begrund\w*|med henblik på|"
    r"således at|hensyn til|afsæt|som følge af|på grund af|grundet|målet|sikre\w*|skal bidrage|pga|for at)\b|, (?:da|så) ",
    re.IGNORECASE,
)
PERSON = re.compile(r"\b[A-ZÆØÅ][a-zæøåé]+(?:[ -][A-ZÆØÅ][a-zæøåé.]*)+")
VOTED = re.compile(r"\bstemte\b", re.IGNORECASE)
ASKED_DATE = re.compile(
    r"\bdato\w*\b|\bhvilken dag\b|\bhvornår (?:blev|vedtog|besluttede|godkendte|trådte|udkom|skete|holdt)\b",
    re.IGNORECASE,
)
PLACE = re.compile(
    r"\b(?:i|på|ved|hos|fra|til) (?:(?:det|den|de|en|et|\w+ske) )?(?:[A-ZÆØÅ][a-zæøå]+|\w*(?:sal|salen|hal|hallen|rådhus\w*|center\w*|"
    r"huset|skole\w*|lokale\w*|kantine\w*|intranet\w*|intra|adresse\w*|vej|gade|bibliotek\w*|kontor\w*|mappe\w*|hjemmeside\w*))\b"
)
COUNTED = re.compile(r"\bhvor mange (?P<phrase>(?:[\wæøåÆØÅ-]+ ?){1,4})", re.IGNORECASE)
WHICH = re.compile(
    r"\b(?:hvilke[nt]|hvad hedder|hvem (?:er|var|bliver|blev|skal være)) (?:(?:den|det|de|en|et|der) )?"
    r"(?P<phrase>(?:[\wæøåÆØÅ-]+ ?){1,3})",
    re.IGNORECASE,
)
ASKED_PARTY = re.compile(r"\bhvilke[nt]? (?:[\w-]+ )?parti(?:er)?\b", re.IGNORECASE)
PARTY = re.compile(
    r"\([A-ZÆØÅ]{1,2}\)|\b[A-ZÆØÅ](?=(?:,| og| samt) [A-ZÆØÅ]\b)|\b(?:fra|af) [A-ZÆØÅ](?![\w.])|"
    r"\b(?:SF|LA|DF|RV|DD|Socialdemokrat\w*|Venstre|Konservativ\w*|Enhedslisten|Radikale?|Moderaterne|"
    r"Liberal Alliance|Alternativet|Dansk Folkeparti|Danmarksdemokraterne|Socialistisk Folkeparti|Nye Borgerlige|"
    r"Kristendemokraterne|[A-ZÆØÅ]\w*listen)\b"
)
ASKED_SHARE = re.compile(r"\bprocent\w*|\bandel\w*|\bsats\w*|\bpct\b|\bpromille\w*", re.IGNORECASE)
MONEY = re.compile(
    r"\d[\d.,]*\s*(?:mio\.?|mia\.?|millioner|milliarder|kr\.?|kroner|t\.?kr\.?)|\bkr\.\s*\d|\bgratis\b",
    re.IGNORECASE,
)
NUMBERING = re.compile(
    r"^\s*(?:\d{1,2}[.)]|[-–•o])\s+|\b\d{1,2}\)|\d+\.(?:\s?[-–]\s?\d+\.)?(?=\s*(?:til|og|eller|[-–a-zæøå]))|"
    r"\b(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)?\d\d)?\b|"
    r"\b(?:[Ll]okalplan|[Tt]illæg|[Pp]unkt|[Pp]kt\.?|[Ss]ag|[Nn]r\.?|§|[Kk]apitel|[Bb]ilag|[Ss]ide|[Aa]t)"
    r"(?: nr\.?)?\s?\d[\d.-]*"
)
NAMED_YEAR = re.compile(
    r"\b\w*(?:budget\w*|forlig\w*|plan|planen|regnskab\w*|strategi\w*|aftale\w*|lov|loven|reform\w*)"
    r" (?:(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)?\d\d)?)",
    re.IGNORECASE,
)
ASKED_ROLE = re.compile(
    r"\b(?:hvem (?:er|var|blev|bliver)|hvad hedder)(?: \w+){0,2}? (?P<role>[\w-]*(?:direktør|chef|formand|borgmester|leder|"
    r"rådmand|sekretær)\w*)",
    re.IGNORECASE,
)
VERBS = frozenset(
    "er var bliver blev har havde skal skulle kan kunne vil ville må kom kommer får fik der på i til for om af med fra".split()
)
VERB_FORM = re.compile(
    r"\w{3,}ede|sidder|sad|stemte|stemmer|deltog|deltager|arbejder|bor|møder|mødte|står|stod|tog|tager|søger|søgte|siger|sagde",
    re.IGNORECASE,
)
YEARS = re.compile(r"\b(?P<first>(?:19|20)\d\d)(?:\s?[-–]\s?(?P<last>20\d\d))?\b")
DECIDED = re.compile(
    r"^(?:Godkendt|Vedtaget|Tiltrådt|Besluttet|Afvist|Forkastet|Bevilget)\b|"
    r"\b(?:har|blev|er|fik|havde)\b.{0,60}?\b(?:besluttet|vedtaget|godkendt|aftalt|tiltrådt|afvist|forkastet|bevilget|udpeget|valgt)\b|"
    r"\b(?:besluttede|vedtog|godkendte|tiltrådte|aftalte|afviste|forkastede|bevilgede|udpegede)\b",
    re.IGNORECASE,
)
EXPLAINS = re.compile(
    r"[ )»«\"'”*,–-]*(?:er|var|betyder|forstås|defineres|dækker|omfatter|består|handler|beskriver|indebærer|indeholder"
    r"|vil sige|går ud på|står for|udgør|bruges|skal|har til|giver|leder|\(|[:–=-])(?:\W|$)",
    re.IGNORECASE,
)
MARK_BEHIND = re.compile(r".*?(\W*)$")
NAMES = re.compile(r"\b(?:kaldes|kaldet|betegnes|såkaldte?|forkortes|døbt|hedder)\b|\(", re.IGNORECASE)
LIST_CUE = re.compile(
    r"\bhvilke\b|\balle\b|\bsamtlige\b|\bliste\b|\boversigt\b|\b(to|tre|fire|fem|seks|syv|otte|ni|ti)\b",
    re.IGNORECASE,
)
PROPER_NAME = re.compile(r"[A-ZÆØÅ][a-zæøåé]+")
COMPARE_CUE = re.compile(
    r"\b(?:sammenlign\w*|forskel\w*|ændret sig|udvikl\w*|i forhold til|siden|frem til|mellem)\b",
    re.IGNORECASE,
)
ASKED_OUTCOME = (
    r"hvor (?:landede|endte)|hvordan (?:endte|landede|gik det|faldt (?:stemmerne|afstemningen|det ud))|"
    r"hvad (?:kom|nåede) (?:[\w-]+ ){1,8}?(?:frem til|ud af)|hvad blev (?:det til|enden|resultatet|udfaldet)|"
    r"^(?:fik|får) .*\b(?:igennem|lov|ja til|nej til|grønt lys|medhold|afslag)|^(?:gik|kom) .*\bigennem|"
    r"^blev .*\b(?:vedtaget|godkendt|stemt|afvist|udsat|forkastet|til noget)"
)
COMMITTEE_SAID = re.compile(
    r"\bhvad (?:sagde|mente|gjorde|syntes) (?P<committee>(?:fag)?(?:udvalget|udvalgene)\b)?", re.IGNORECASE
)
COMPARISON = (
    r"(?<!gør en )(?<!gøre en )forskel(?:len|le|lene)?|sammenlign\w*|versus|vs|"
    r"(?:har|er|havde|blev) (?:[\w-]+ ){1,8}?(?:ændret|udviklet|forandret|rykket) sig|"
    r"hvordan (?:ændrede|udviklede|forandrede) (?:[\w-]+ ){1,5}?sig|hvordan (?:er|var|har) udviklingen i|hvad er anderledes|"
    r"hvad er (?:der )?ændret (?:siden|fra|mellem|i forhold)"
)
LATEST = (
    r"(?:seneste|nyeste|sidste|gældende|nuværende|aktuelle) (?:[\w-]+ )?(?:version\w*|udgave\w*|beslutning\w*|[\w-]*politik\w*|"
    r"[\w-]*strategi\w*|[\w-]*retningslinje\w*|[\w-]*regler\w*|[\w-]*plan(?:en)?|[\w-]*vedtægt\w*|[\w-]*aftale\w*|[\w-]*status\w*|nyt)|"
    r"(?:hvad|hvilk\w+) (?:[\w-]+ ){0,5}?gælder (?:nu|i dag|lige nu|for tiden|i øjeblikket|aktuelt|stadig)|hvad er gældende|"
    r"hvilk\w+ (?:version|udgave) (?:[\w-]+ ){0,4}?(?:gælder|er gældende|er (?:den )?(?:nyeste|seneste))|"
    r"(?:er|gælder) (?:[\w-]+ ){1,8}?(?:stadig(?:væk)?|fortsat|endnu)(?: (?:gældende|i kraft|aktuel\w*))?(?=\W*$)|"
    r"(?:hvad er|er der|hvad er der) (?:[\w-]+ )?(?:det )?(?:seneste|nyeste|sidste nyt)"
)
DRAFT_CUE = re.compile(r"\b(udkast\w*|kladde\w*|program\w*|skitse\w*|foreløbig\w*)\b", re.IGNORECASE)
ASKED_REASON = re.compile(r"\bhvorfor\b|\baf hvilken grund\b", re.IGNORECASE)
ABSENCE_CUE = re.compile(r"\bafbud\b|\bfraværende\b|\bikke til stede\b|\bmeldte fra\b", re.IGNORECASE)
ASKED_PERSON = re.compile(
    r"\bhvem (?:sidder|sad|vandt|hedder|er medlem\w*|er med i|blev (?:valgt|udpeget|ansat))\b", re.IGNORECASE
)
ASKED_PROPOSER = re.compile(
    r"\bhvem (?:har |havde )?(?:stillet|stillede|foreslået|foreslog|fremsat)\b", re.IGNORECASE
)
PROPOSED = re.compile(
    r"\b(?:stillet|fremsat|foreslået|forslag) (?:af|fra)\b|\b(?:foreslår|foreslog|foreslået|indstiller)\b",
    re.IGNORECASE,
)
ATTACHMENT_CUE = re.compile(r"\bbilag\w*|\bvedlagt\w*|\bvedhæft\w*", re.IGNORECASE)
ROUTE_CUE = re.compile(
    r"\bhvor (?:langt )?(?:er|kom) .*\bnået\b|\bhvor langt er\b|\bhvilken vej\b|\bvejen\b.*\bgennem\b|\bgennem (?:systemet|udvalgene)\b|"
    r"\bhvad er status (?:på|for)\b|\bstatus (?:på|for) (?:sagen|lokalplan|forslaget)\b|\bsagsforløb\w*|\bsagsgang\w*|\brækkefølge\w*|\bhvilke (?:\w+ )?(?:udvalg|organer|instanser|møder)\b|"
    r"\bbehandles (?:i|af)\b|\bskal behandle\b",
    re.IGNORECASE,
)
ROUTE_WORD = re.compile(
    r"udvalg\w*|organ\w*|instans\w*|møder?|rækkefølge\w*|sagsgang\w*|vej|gang|politisk\w*|nået|langt|systemet|gennem"
    r"|tage[rt]|status|forløb\w*|sagsforløb\w*|bevæget|forslag\w*",
    re.IGNORECASE,
)
OUTCOME_CUE = re.compile(
    r"^(?:fik|blev|ville|sagde|er|har|skal|må) |\bhvad (?:sagde|gjorde|mente|ville|blev|skete)\b|"
    r"\b(?:stemte|vedtog|godkendte|besluttede|tiltrådte|vedtaget|godkendt|besluttet)\b",
    re.IGNORECASE,
)
FRAMING = frozenset(
    """sag sagen sagens punkt punktet behandles behandlet behandling behandlingen henvises henvist omtales omtalt nævnes nævnt
    beskrives beskrevet fremgår gælder hedder kaldes holdt holdes afholdt afholdes foregår ifølge materialet dokumentet dokument
    kommune kommunen kommunens bruges anvendes skriver mener forbindelse gang lavet hvilke forkortelsen
    forkortelse betydning begrebet overhovedet egentlig faktisk deltog deltage deltager behandlede behandle meldte sidder sad
    mødet møde møder folk personer udarbejdet udarbejdede skulle alt ialt blevet bliver sket været findes lavet""".split()
)
AS_RECOMMENDED = re.compile(r"\bindstilling(?:en|ens|erne|er)?\b|\btiltråd\w*|\btiltræd\w*", re.IGNORECASE)
CONTINUES = re.compile(r"(?:Derfor|Dermed|Herved|Således|Det betyder|Det sker|Det skal)\b")
POINTS_BACK = re.compile(
    r"(?:(?:Den|Det|De|Der|Hun|Han) (?=(?:er|var|blev|bliver|skal|skulle|må|kan|kunne|har|havde|vil|ville|får|fik|gav|giver|betyder|"
    r"gælder|omfatter|indebærer|indeholder|beskriver|består|samles|sker|skete)\b(?! (?:der|den \d)))|"
    r"(?:Dette|Denne|Disse|Derfor|Dermed|Derudover|Desuden|Endvidere|Samtidig|Her|Herefter|Tallet|Beløbet|Begge|Heraf|Ligeledes|"
    r"Samme|Sådan\w*|Også|Men|Dog|På den baggrund|På baggrund heraf|Af den grund|Som følge heraf)\b)"
)
