"""A result as a real run leaves it, with something in every part: what the publishing tests write."""

from agents.domain import (
    Brief,
    Call,
    Candidate,
    CheckResult,
    Draft,
    Fact,
    Finding,
    Metadata,
    Paragraph,
    Plan,
    PlannedSection,
    RelatedPage,
    Result,
    Review,
    Revision,
    Round,
    Section,
    Source,
)
from knowledge.passages import Passage, Term

BRIEF = Brief(
    language="fr",
    market="CH",
    min_words=600,
    keyphrase=None,
    tone="factual, close to the reader",
    audience="homeowners in French-speaking Switzerland",
    site="https://example.ch/fr",
    instructions=["Explain what a substation is."],
    assumptions=["No length limit was named; the article may be up to a tenth longer than asked."],
)

SOURCE = Source(
    language="de-CH",
    title="Lausen heizt bald mit Abwärme",
    url="https://example.ch/de/lausen-abwaerme",
    paragraphs=[
        Paragraph(id="p1", text="Ab Oktober 2027 sollen 1240 Haushalte in Lausen mit Abwärme heizen."),
        Paragraph(id="p2", text="«Wir werfen keine Wärme mehr weg», sagt Gemeindepräsidentin Rita Amsler."),
        Paragraph(id="p3", text="Das Netz kostet 18,5 Millionen Franken und ist 6,2 Kilometer lang."),
    ],
)

FACTS = [
    Fact(id="f1", kind="date", text="Oktober 2027", value="2027-10", paragraph="p1"),
    Fact(id="f2", kind="number", text="1240", value="1240", paragraph="p1"),
    Fact(
        id="f3",
        kind="quote",
        text="Wir werfen keine Wärme mehr weg",
        value="Wir werfen keine Wärme mehr weg",
        paragraph="p2",
        speaker="Rita Amsler",
    ),
    Fact(id="f4", kind="amount", text="18,5 Millionen Franken", value="18500000 CHF", paragraph="p3"),
    Fact(id="f5", kind="number", text="6,2 Kilometer", value="6.2 km", paragraph="p3"),
]

DRAFT = Draft(
    language="fr",
    metadata=Metadata(
        title="Chauffage à distance\u00a0: Lausen récupère la chaleur perdue",
        description="Dès octobre 2027, 1\u202f240 ménages de Lausen doivent se chauffer grâce à la chaleur perdue "
        "d’une usine. Ce que prévoit la commune.",
        slug="chauffage-a-distance-lausen",
        keyphrase="chauffage à distance",
        secondary_keyphrases=["chaleur perdue", "réseau de chaleur"],
    ),
    sections=[
        Section(
            id="s1",
            level=1,
            heading="Chauffage à distance\u00a0: Lausen récupère la *chaleur perdue*",
            body="Le chauffage à distance arrive à Lausen. Dès octobre 2027, **1\u202f240 ménages** doivent en "
            "profiter, selon [la commune](https://example.ch/de/lausen-abwaerme).",
        ),
        Section(
            id="s2",
            level=2,
            heading="Ce que prévoit la commune",
            body="> «\u00a0Nous ne jetons plus de chaleur\u00a0», dit la présidente Rita Amsler.\n\n"
            "Le projet compte trois étapes\u00a0:\n\n1. les conduites,\n2. les stations,\n3. le raccordement.",
        ),
        Section(
            id="s3",
            level=2,
            heading="Les chiffres du réseau",
            body="| Poste | Valeur |\n|:--|--:|\n| Coût | 18,5 millions de francs |\n| Ménages | 1\u202f240 |\n\n"
            "![Plan du réseau](https://example.ch/plan.png)",
        ),
    ],
)

PLAN = Plan(
    keyphrase="chauffage à distance",
    keyphrase_origin="research",
    candidates=[
        Candidate(
            keyphrase="chauffage à distance",
            score=0.83,
            why="Names the article's topic; 2,900 searches a month, difficulty 31.",
            passage="keyword:fr:9c1b7e",
        ),
        Candidate(keyphrase="chaleur perdue", score=0.61, why="In the source's title; 320 searches a month."),
        Candidate(
            keyphrase="pompe à chaleur",
            score=0.12,
            why="Often searched, but the article is not about it.",
            passage="keyword:fr:40aa12",
        ),
    ],
    secondary_keyphrases=["chaleur perdue", "réseau de chaleur"],
    intent="informational",
    related=[RelatedPage(title="Prix du chauffage à distance", url="https://example.ch/fr/prix")],
    warnings=["“chauffage à distance” is the keyphrase of https://example.ch/fr/reseau already."],
    sections=[
        PlannedSection(id="s1", kind="intro", heading="Chauffage à distance à Lausen", words=80, facts=["f1"]),
        PlannedSection(id="s2", heading="Ce que prévoit la commune", words=260, facts=["f3"]),
        PlannedSection(id="s3", heading="Les chiffres du réseau", words=260, facts=["f4", "f5"]),
    ],
    repairs=["Fact f5 stood in no section; s3 carries it now."],
)

REVIEW = Review(
    checks=[
        CheckResult(
            check="length.words",
            severity="blocking",
            status="failed",
            measured="542 words",
            threshold="at least 600 words",
            findings=[
                Finding(
                    check="length.words",
                    severity="blocking",
                    target="article",
                    measured="542 words",
                    threshold="at least 600 words",
                    message="The article is 58 words short of what was asked.",
                    fix="Lengthen the sections furthest below their budget: s3 (−41), s2 (−17).",
                )
            ],
        ),
        CheckResult(
            check="fidelity.numbers",
            severity="blocking",
            status="failed",
            measured="3 of 4 numbers and dates kept",
            threshold="all of them",
            findings=[
                Finding(
                    check="fidelity.numbers",
                    severity="blocking",
                    target="s3",
                    measured="not found",
                    threshold="6,2 Kilometer",
                    message="The length of the network is missing.",
                    fix="Say that the network is 6.2 kilometres long.",
                    place="| Coût | 18,5 millions de francs |",
                    facts=["f5"],
                )
            ],
        ),
        CheckResult(
            check="metadata.description_length",
            severity="blocking",
            status="failed",
            measured="171 characters",
            threshold="120 to 156 characters",
            findings=[
                Finding(
                    check="metadata.description_length",
                    severity="blocking",
                    target="metadata",
                    measured="171 characters",
                    threshold="120 to 156 characters",
                    message="The description is longer than a search result shows.",
                    fix="Shorten it by at least 15 characters and keep the keyphrase.",
                    place="Dès octobre 2027, 1\u202f240 ménages de Lausen doivent …",
                )
            ],
        ),
        CheckResult(
            check="language.parts",
            severity="blocking",
            status="not_run",
            reason="The part s1 is too short for its language to be told with certainty.",
        ),
        CheckResult(
            check="readability.sentences",
            severity="advice",
            status="failed",
            measured="31 % of the sentences",
            threshold="at most 25 % above 20 words",
            findings=[
                Finding(
                    check="readability.sentences",
                    severity="advice",
                    target="s2",
                    measured="34 words",
                    threshold="20 words",
                    message="A long sentence could be two.",
                    fix="Split it after “étapes”.",
                    place="Le projet compte trois étapes …",
                )
            ],
        ),
        CheckResult(
            check="fidelity.quotes",
            severity="blocking",
            status="passed",
            measured="1 of 1 quotations kept",
            threshold="all of them",
        ),
        CheckResult(
            check="structure.one_h1",
            severity="blocking",
            status="passed",
            measured="1 h1",
            threshold="exactly 1 h1",
        ),
        CheckResult(
            check="keyphrase.title",
            severity="blocking",
            status="passed",
            measured="at the start",
            threshold="in the title",
        ),
    ]
)

ROUNDS = [
    Round(
        number=0,
        blocking=[
            "length.words@article",
            "keyphrase.title@metadata",
            "metadata.description_length@metadata",
            "fidelity.numbers@s3",
        ],
        advice=["readability.sentences@s2"],
        calls=8,
        output_tokens=2410,
    ),
    Round(
        number=1,
        blocking=["length.words@article", "metadata.description_length@metadata", "fidelity.numbers@s3"],
        advice=["readability.sentences@s2"],
        revisions=[
            Revision(target="metadata", findings=["keyphrase.title"], accepted=True, reason="mends it"),
            Revision(
                target="s3",
                findings=["fidelity.numbers"],
                accepted=False,
                reason="it would have lost fact f4, which the old text carries",
            ),
        ],
        calls=2,
        output_tokens=388,
    ),
]

PASSAGES = [
    Passage(
        id="guide:fr-CH#nombres",
        kind="style_guide",
        title="Nombres et unités",
        text="En Suisse romande, les milliers sont séparés par une espace fine insécable.",
        source="style_guides/fr-CH.md",
        language="fr-CH",
        score=0.71,
    ),
    Passage(
        id="keyword:fr:9c1b7e",
        kind="keyword",
        title="chauffage à distance",
        text="chauffage à distance · 2900 recherches par mois",
        source="keyword_research/sample.csv",
        language="fr",
        score=0.83,
        metadata={"volume": 2900, "difficulty": 31, "intent": "informational", "sample": True},
    ),
]

TERMS = [
    Term(
        source_language="de-CH",
        target_language="fr",
        source_terms=("Abwärme",),
        preferred="chaleur résiduelle",
        admitted=("chaleur perdue",),
        forbidden=("chaleur à distance",),
        source="Office fédéral de l'énergie",
    )
]

CALLS = [
    Call(
        node="planner",
        model="openai:small",
        purpose="outline",
        input_tokens=1190,
        output_tokens=240,
        seconds=3.1,
    ),
    Call(
        node="section_writer",
        model="openai:small",
        purpose="s2",
        input_tokens=1420,
        output_tokens=0,
        seconds=1.2,
        error="the reply was empty",
    ),
    Call(
        node="section_writer",
        model="openai:small",
        purpose="s2, second try",
        input_tokens=1462,
        output_tokens=391,
        seconds=6.4,
    ),
]

EXAMPLE = Result(
    status="needs_review",
    reason="Two rounds in a row mended nothing; three findings are open.",
    brief=BRIEF,
    source=SOURCE,
    facts=FACTS,
    plan=PLAN,
    draft=DRAFT,
    review=REVIEW,
    rounds=ROUNDS,
    passages=PASSAGES,
    terms=TERMS,
    calls=CALLS,
    seconds={
        "read_brief": 0.4,
        "planner": 3.3,
        "translator": 5.8,
        "section_writer": 9.7,
        "seo_reviewer": 0.2,
    },
)

FAILED = Result(status="failed", reason="The endpoint did not answer within 60 seconds, three times in a row.")
