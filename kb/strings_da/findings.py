"""Words of »kb doctor«: what is examined, and what was found."""

from __future__ import annotations

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
DOCTOR_OK = "Alt ser rigtigt ud."
DOCTOR_BAD = "Noget skal rettes; se ovenfor."
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
