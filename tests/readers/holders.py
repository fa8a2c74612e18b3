"""Small realistic files that hold several documents, and office files: made by hand, as their systems do."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from collections.abc import Mapping
from email.message import EmailMessage

from openpyxl import Workbook

FIRSTAGENDA = json.dumps(
    {
        "Id": "fd2d6261-1220-429e-9ed0-46db433c496c",
        "Udvalg": {"Id": "ac4bbfca-65b5-4a1a-9ff3-0e9717ed6adf", "Navn": "Klima- og Teknikudvalget"},
        "Moede": {
            "Id": "00000000-0000-0000-0000-000000000000",
            "Navn": "Referat",
            "Dato": "2026-05-04T14:00:00+02:00",
            "Sted": "Mødelokale 2",
            "Moededeltagere": [{"Navn": "Åse Deltagersen", "Email": "aase@eksempel.dk"}],
        },
        "TillaegsDagsorden": False,
        "Dagsordenpunkter": [
            {
                "Id": "1d3b6bd4-0000-4000-8000-000000000001",
                "IsOpen": True,
                "Punktnummer": "1",
                "Navn": "Cykelsti langs Strandengen",
                "SagsNummer": "25/26257",
                "Felter": [
                    {
                        "Html": "<h3>Sagsfremstilling</h3><p>Stien er 2,4 km og koster 6,5 mio. kr.</p>"
                        "<h3>Indstilling</h3><p>Forvaltningen indstiller, at cykelstien anlægges i 2027.</p>"
                    },
                    {"Html": "<h3>Beslutning</h3><p>Godkendt, idet stien anlægges med belysning.</p>"},
                    {"Html": "", "Link": "/Vis/Pdf/bilag/7f", "DocumentId": "7f"},
                ],
                "Bilag": [
                    {"Id": "b1", "Navn": "Linjeføring for cykelstien", "Order": 1},
                    {"Id": "b2", "Navn": "Navne på lodsejere", "IsOpen": False, "Order": 2},
                ],
            },
            {
                "Id": "1d3b6bd4-0000-4000-8000-000000000002",
                "IsOpen": False,
                "Punktnummer": "2",
                "Navn": "Køb af Hemmelighedsvej 7",
                "SagsNummer": "25/99999",
                "Felter": [{"Html": "<p>Prisen er 9 mio. kr.</p>"}],
            },
            {
                "Id": "1d3b6bd4-0000-4000-8000-000000000003",
                "Punktnummer": "3",
                "Navn": "Orientering om vintertjeneste",
                "Felter": [{"Html": "<p>Saltlageret rækker til 40 dages udkald.</p>"}],
                "ItemDecision": "Orienteringen blev taget til efterretning.",
            },
            {
                "Id": "1d3b6bd4-0000-4000-8000-000000000004",
                "IsOpen": True,
                "Punktnummer": "4",
                "Navn": "Regnskab 2025",
                "Felter": [{"Html": None, "DocumentId": "8a", "Link": "/Vis/Pdf/bilag/8a"}],
            },
        ],
    },
    ensure_ascii=False,
).encode()

SBSYS = """<?xml version="1.0" encoding="utf-8"?>
<Dagsorden DagsordenID="4711" Åben="true" Dagsordentype="Referat">
  <Møde MødeID="99" Udvalg="Børne- og Skoleudvalget" UdvalgID="7" Mødedato="27. august 2024" Mødetid="16:00"
    Mødested="Rådhuset"/>
  <Dagsordenpunkter>
    <Dagsordenpunkt DagsordenpunktID="1" Nummer="1" Åbent="true" Sagsnummer="17.01.00-A00-3-24">
      <Overskrift>Skoledistrikter fra 2025</Overskrift>
      <Indhold>
        <Resume>&lt;p&gt;Søndermarken flyttes til Bakkeskolens distrikt.&lt;/p&gt;</Resume>
        <Beslutning>&lt;p&gt;Udvalget godkendte de nye skoledistrikter.&lt;/p&gt;</Beslutning>
      </Indhold>
      <Bilagsliste>
        <Bilag BilagID="11" Navn="Kort over distrikter" MaaPubliceres="true" BilagUrl="bilag/kort.txt"/>
        <Bilag BilagID="12" Navn="Elever med behov" MaaPubliceres="false" BilagUrl="bilag\\elever.txt"/>
      </Bilagsliste>
    </Dagsordenpunkt>
    <Dagsordenpunkt DagsordenpunktID="2" Nummer="2" Åbent="false">
      <Overskrift>Ansættelse af Bodil Hemmelig</Overskrift>
      <Indhold><Resume>Lønnen er fortrolig.</Resume></Indhold>
      <Bilagsliste>
        <Bilag BilagID="13" Navn="Kontrakt" MaaPubliceres="true" BilagUrl="bilag/kontrakt.txt"/>
      </Bilagsliste>
    </Dagsordenpunkt>
    <Dagsordenpunkt DagsordenpunktID="3" Nummer="3" Åbent="måske">
      <Overskrift>Ferieplan</Overskrift>
      <Indhold>
        <Sagsfremstilling>Skolernes sommerferie begynder den 28. juni 2025.</Sagsfremstilling>
      </Indhold>
    </Dagsordenpunkt>
  </Dagsordenpunkter>
</Dagsorden>
""".encode()


def _table(name: str, fields: Mapping[str, str], inner: str = "") -> str:
    rows = "".join(f'<field name="{key}">{value}</field>' for key, value in fields.items())
    return f'<table name="{name}"><fields>{rows}</fields>{inner}</table>'


def _acadre_item(sort: str, item: Mapping[str, str], inner: str) -> str:
    return _table("agendaitemparents", {"sort": sort}, _table("agendaitem", item, inner))


ACADRE = (
    '<?xml version="1.0" encoding="utf-8"?><root>'
    + _table(
        "agenda",
        {"sysid": "1234567", "producedate": "2022-12-07"},
        _table("meeting", {"sysid": "88", "date": "2022-12-06T09:00:00", "location": "Byrådssalen"})
        + _table("committee", {"sysid": "5", "name": "Økonomiudvalget"})
        + _acadre_item(
            "2",
            {"sysid": "21", "name": "Lejemål i Havnegade", "access": "2", "caseno": "22/4711"},
            _table("bullet", {"bulletname": "Indstilling", "bulletcontent": "Lejen hæves i det skjulte."})
            + _table("enclosure", {"name": "Lejekontrakt", "filename": "leje.txt", "access": "1"}),
        )
        + _acadre_item(
            "1",
            {
                "sysid": "20",
                "name": "TRIO-stormøde om arbejdsfællesskaber",
                "access": "1",
                "caseno": "22/1001",
            },
            _table(
                "bullet",
                {
                    "bulletname": "Indstilling",
                    "bulletcontent": "&lt;p&gt;Kommunaldirektøren indstiller, at orienteringen "
                    "godkendes.&lt;/p&gt;",
                },
            )
            + _table("bullet", {"bulletname": "Beslutning", "bulletcontent": "&lt;p&gt;Tiltrådt.&lt;/p&gt;"})
            + _table("enclosure", {"name": "Program", "filename": "program.txt", "access": "1"}),
        ),
    )
    + "</root>"
).encode()


def acadre_list(access: str = "1", kind: str = "2", publish: str = "true") -> bytes:
    """The file of Acadre that lists its agendas with kind and access."""
    return (
        '<?xml version="1.0"?><root><table name="producedAgenda"><fields>'
        f'<field publish="{publish}"/><field filesfolder="Files_88_1234567"/>'
        '<field xmlfilename="1234567.xml"/><field docfilename="1234567.docx"/>'
        f'<field type="{kind}"/><field accessid="{access}"/>'
        "</fields></table></root>"
    ).encode()


def zipped(files: Mapping[str, bytes | str]) -> bytes:
    """A ZIP archive with the files in order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in files.items():
            target.writestr(name, content)
    return buffer.getvalue()


def letter(
    subject: str = "Svar på høring om støj",
    text: str = "Forvaltningen foreslår en støjvold på 3 meter ved Engvej.",
    html: str = "",
    date: str = "Tue, 12 Mar 2024 10:15:00 +0100",
) -> EmailMessage:
    """An e-mail without attachments."""
    message = EmailMessage()
    message["From"] = "Lone Afsender <lone@eksempel.dk>"
    message["To"] = "hemmelig.modtager@eksempel.dk"
    message["Subject"] = subject
    message["Date"] = date
    message["Message-ID"] = "<1@eksempel.dk>"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return message


RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _relations(targets: Mapping[str, str]) -> str:
    rows = "".join(f'<Relationship Id="{key}" Target="{target}"/>' for key, target in targets.items())
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def pptx(*slides: str, **parts: str) -> bytes:
    """A presentation whose slides hold the shapes; a slide that begins with "skjult:" is not shown."""
    a, p = (f"http://schemas.openxmlformats.org/{each}/2006/main" for each in ("drawingml", "presentationml"))
    ids = "".join(f'<p:sldId id="{256 + at}" r:id="r{at}"/>' for at in range(len(slides)))
    spaces = f'xmlns:a="{a}" xmlns:p="{p}" xmlns:r="{RELATIONS}"'
    files = {
        "ppt/presentation.xml": f"<p:presentation {spaces}><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>",
        # The order is that of the list, not of the file names.
        "ppt/_rels/presentation.xml.rels": _relations(
            {f"r{at}": f"slides/slide{len(slides) - at}.xml" for at in range(len(slides))}
        ),
    }
    for at, shapes in enumerate(slides):
        hidden = ' show="0"' if shapes.startswith("skjult:") else ""
        tree = f"<p:cSld><p:spTree>{shapes.removeprefix('skjult:')}</p:spTree></p:cSld>"
        files[f"ppt/slides/slide{len(slides) - at}.xml"] = f"<p:sld {spaces}{hidden}>{tree}</p:sld>"
    return zipped(
        files | {name.replace("__", "/").replace("_xml", ".xml"): text for name, text in parts.items()}
    )


def shape(*paragraphs: str, place: str = "") -> str:
    """A shape with paragraphs, in a place of the layout."""
    mark = f'<p:nvPr><p:ph type="{place}"/></p:nvPr>' if place else ""
    texts = "".join(f"<a:p><a:r><a:t>{each}</a:t></a:r></a:p>" for each in paragraphs)
    return f"<p:sp><p:nvSpPr>{mark}</p:nvSpPr><p:txBody>{texts}</p:txBody></p:sp>"


def xlsx() -> bytes:
    """A workbook with numbers, dates and a second sheet."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "Budget"
    for row in (["Post", "Beløb"], ["Skoler", 1234.5], ["Veje", 0.25], ["Dato", dt.date(2026, 1, 31)]):
        sheet.append(row)
    sheet["B3"].number_format = "0.0%"
    workbook.create_sheet("Noter").append(["Beløb i 2026-priser"])
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def imports() -> list[tuple[bytes, str]]:
    """One file of each kind that holds documents, and of each kind of office file with sheets or slides."""
    message = letter(html="<p>Forvaltningen foreslår en <b>støjvold</b>.</p>")
    message.add_attachment(xlsx(), "application", "octet-stream", filename="tal.xlsx")
    message.add_attachment(letter("Videresendt"))
    slides = pptx(shape("Byfornyelse", place="title") + shape("Nye træer", "Nye stier", place="body"))
    archive = zipped(
        {"møde/a.txt": "Om havnen.", "i.zip": zipped({"b.html": "<p>Om skolen.</p>"}), "c.eml": b""}
    )
    return [
        *((FIRSTAGENDA, ".json"), (SBSYS, ".xml"), (ACADRE, ".xml"), (acadre_list(), ".xml")),
        *((message.as_bytes(), ".eml"), (archive, ".zip"), (xlsx(), ".xlsx"), (slides, ".pptx")),
    ]
