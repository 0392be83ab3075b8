"""Abbreviations whose full stop ends no sentence, per language, for `agents.reading.text.sentences`."""

_DE_MONTHS = "januar jänner februar märz april mai juni juli august september oktober november dezember"
MONTHS: dict[str, frozenset[str]] = {
    "de": frozenset(_DE_MONTHS.split()),
}

# Always followed by more of the same sentence: titles, "see", "number", "article" …
_INSIDE: dict[str, str] = {
    "en": "mr mrs ms dr prof st sr jr gen col sen rep gov capt lt sgt no nos vs fig figs eq vol pp approx "
    "dept est cf viz al rev hon mt resp",
    "de": "hr fr dr prof nr nrn art abs bzw ca vgl evtl ggf inkl exkl sog bspw mio mrd tsd str st hl "
    "dipl ing zzgl abzgl max min mind tel geb gest verh jh jhd bd kap abb anm hrsg ebd insb einschl gem lt "
    "allg bes urspr röm kath ev vors präs",
    "fr": "mm mme mlle mgr dr pr me st ste av bd art al chap fig éd cf env hab max min tél vol p pp n "
    "ex apr réf dép boul",
    "es": "sr sra srta sres dr dra d dña prof ud uds vd núm nº art arts cap fig pág págs vol av avda "
    "ej aprox máx mín tel ed gral cía lic ing mons ste sto sta",
    "it": "sig sigg sigra dott ssa prof avv ing arch geom rag on sen mons art artt cap fig pag pagg vol es "
    "ca cfr tel max min ed nr n dr gent spett egr",
    "nl": "dhr mevr mw dr drs prof mr ir ing nr nrs art blz bijv bv ca vgl resp max min evt incl excl jl "
    "zgn st tel mln mld ds fig hfst nl",
    "pt": "sr sra srta srs dr dra prof profa d eng art arts cap fig pág págs vol av ex aprox máx mín tel "
    "núm nº ed exmo exma gen cel",
}

# May stand at the end of a sentence too: then a capital letter decides.
_EITHER: dict[str, str] = {
    "en": "etc inc ltd co corp",
    "de": "usw etc",
    "fr": "etc",
    "es": "etc cía",
    "it": "ecc",
    "nl": "enz etc",
    "pt": "etc ltda",
}

_BEFORE = "am vom zum bis ab seit der die das dem den des im ins beim zur und jeden jedes diesem diesen"
_ORDINAL_BEFORE = frozenset(_BEFORE.split())
_STARTERS = frozenset(
    ("the", "it", "he", "she", "this", "le", "la", "les", "il", "elle", "el", "los", "lo", "o", "os", "de")
)

INSIDE: dict[str, frozenset[str]] = {language: frozenset(names.split()) for language, names in _INSIDE.items()}
EITHER: dict[str, frozenset[str]] = {language: frozenset(names.split()) for language, names in _EITHER.items()}


def keeps_the_sentence_open(token: str, before: str, following: str, language: str) -> bool:
    """True when the full stop after `token` does not end the sentence.

    Args:
        token: The characters before the full stop, up to white space: `Dr`, `z.B`, `3`.
        before: The word before `token`, lower case, or empty.
        following: The word after the full stop.
        language: Primary subtag.
    """
    if not token:
        return False
    lowered = token.lower().rstrip(".")
    if lowered.isdigit():
        return _is_german_ordinal(lowered, before, following, language)
    if len(lowered) == 1 and lowered.isalpha():
        return True
    last_part = lowered.replace("’", "'").rsplit("'", 1)[-1].rsplit("-", 1)[-1]
    if last_part in EITHER.get(language, frozenset()):
        return following[:1].islower()
    if last_part in INSIDE.get(language, frozenset()):
        return True
    if "." not in lowered or any(len(part) > 2 or not part.isalpha() for part in lowered.split(".")):
        return False
    if language == "de" or following[:1].islower():
        return True
    return token.isupper() and following.lower() not in _STARTERS


def _is_german_ordinal(digits: str, before: str, following: str, language: str) -> bool:
    if language != "de" or len(digits) > 2:
        return False
    return following.lower() in MONTHS["de"] or before in _ORDINAL_BEFORE
