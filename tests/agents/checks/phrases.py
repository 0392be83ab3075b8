"""Small texts per language to plant in an article."""

from typing import NamedTuple


class Phrases(NamedTuple):
    """Texts of one language. `short_text` has no sentence of eight words; `description` takes a phrase."""

    thing: str
    many: str
    heading: str
    sentence: str
    short_text: str
    description: str
    worn: str
    leaning: str
    same_beginning: str
    passives: tuple[str, ...]
    actives: tuple[str, ...]


PHRASES = {
    "en": Phrases(
        thing="project",
        many="many",
        heading="Why the council changed its mind about the old bridge",
        sentence="The council will decide next week whether the old bridge should be closed to cars.",
        short_text="The shop is small. It sells bread and milk. The owner gets up early. She likes her work.",
        description="The {phrase} story shows in plain words what the town council wants to do this year, who "
        "pays for it "
        "and who is against it.",
        worn="old stone bridge nearby",
        leaning="They all agree.",
        same_beginning="Anna reads a letter. Anna writes an answer. Anna walks to the post office.",
        passives=(
            "The letter was written by a clerk.",
            "The doors are closed at night.",
            "The plan has been approved.",
            "The house was not sold.",
            "The road is being repaired.",
            "The results were quickly published.",
        ),
        actives=(
            "The clerk is tired.",
            "She was in the garden.",
            "The need is great.",
            "He has walked home.",
            "They were three hundred people.",
            "It is indeed late.",
        ),
    ),
    "de": Phrases(
        thing="Vorhaben",
        many="viele",
        heading="Warum der Stadtrat seine Meinung über die alte Brücke geändert hat",
        sentence="Der Stadtrat entscheidet in der nächsten Woche, ob die alte Brücke für Autos gesperrt wird.",
        short_text="Der Laden ist klein. Er verkauft Brot und Milch. Die Besitzerin steht früh auf. Sie mag "
        "ihre Arbeit.",
        description="Die Geschichte über {phrase} zeigt in einfachen Worten, was der Rat der Stadt in diesem "
        "Jahr plant "
        "und wer es bezahlt.",
        worn="alte steinerne Brücke daneben",
        leaning="Sie freuen sich.",
        same_beginning="Anna liest einen Brief. Anna schreibt eine Antwort. Anna geht zur Post.",
        passives=(
            "Der Brief wurde von einer Beamtin geschrieben.",
            "Die Türen werden nachts geschlossen.",
            "Der Plan ist genehmigt worden.",
            "Das Haus wurde nicht verkauft.",
            "Die Straße wird gerade repariert.",
            "Am Abend sind die Ergebnisse veröffentlicht worden.",
        ),
        actives=(
            "Die Stadt wird im Herbst bauen.",
            "Er wird Lehrer.",
            "Die Leute sind nach Hause gegangen.",
            "Sie würde gern gewinnen.",
            "Das Wetter wird besser.",
            "Wir haben lange gewartet.",
        ),
    ),
    "fr": Phrases(
        thing="projet",
        many="beaucoup",
        heading="Pourquoi le conseil a changé d’avis sur le vieux pont",
        sentence="Le conseil décidera la semaine prochaine si le vieux pont doit être fermé aux voitures.",
        short_text="La boutique est petite. Elle vend du pain. La patronne se lève tôt. Elle aime son travail.",
        description="L’histoire de {phrase} montre avec des mots simples ce que la commune veut faire cette année.",
        worn="vieux pont gris voisin",
        leaning="Ils sont d’accord.",
        same_beginning="Anna lit une lettre. Anna écrit une réponse. Anna marche vers la poste.",
        passives=(
            "La lettre a été écrite par une employée.",
            "Les portes sont fermées la nuit.",
            "Le plan est enfin approuvé.",
            "La maison n’a pas été vendue.",
            "La route était souvent réparée.",
            "Les résultats seront bientôt publiés.",
        ),
        actives=(
            "Elle est arrivée hier.",
            "Il s’est levé tôt.",
            "Les enfants sont âgés de dix ans.",
            "La rue est très étroite.",
            "Ils sont restés chez eux.",
            "La ville est située au nord.",
        ),
    ),
    "es": Phrases(
        thing="proyecto",
        many="muchos",
        heading="Por qué el ayuntamiento cambió de opinión sobre el viejo puente",
        sentence="El ayuntamiento decidirá la próxima semana si el viejo puente se cierra a los coches.",
        short_text="La tienda es pequeña. Vende pan y leche. La dueña madruga mucho. Le gusta su trabajo.",
        description="La historia de {phrase} muestra con palabras sencillas lo que el ayuntamiento quiere "
        "hacer este año.",
        worn="viejo puente gris cercano",
        leaning="Ellos están de acuerdo.",
        same_beginning="Ana lee una carta. Ana escribe una respuesta. Ana camina hasta la oficina.",
        passives=(
            "La carta fue escrita por una empleada.",
            "Las puertas son cerradas de noche.",
            "El plan ha sido aprobado.",
            "La casa no fue vendida.",
            "El camino era siempre reparado en mayo.",
            "Los resultados serán publicados pronto.",
        ),
        actives=(
            "La ciudad es conocida.",
            "El resultado es un lado oscuro.",
            "Ana ha llegado tarde.",
            "Los precios son elevados.",
            "Ella estaba en la calle.",
            "El partido fue largo.",
        ),
    ),
    "it": Phrases(
        thing="progetto",
        many="molti",
        heading="Perché il consiglio ha cambiato idea sul vecchio ponte",
        sentence="Il consiglio deciderà la prossima settimana se il vecchio ponte va chiuso alle automobili.",
        short_text="Il negozio è piccolo. Vende pane e latte. La padrona si alza presto. Ama il suo lavoro.",
        description="La storia di {phrase} mostra con parole semplici che cosa vuole fare il comune quest’anno.",
        worn="vecchio ponte grigio vicino",
        leaning="Loro sono contenti.",
        same_beginning="Anna legge una lettera. Anna scrive una risposta. Anna cammina verso la posta.",
        passives=(
            "La lettera è stata scritta da un’impiegata.",
            "Le porte vengono chiuse di notte.",
            "Il piano è approvato dal sindaco.",
            "La casa non fu venduta.",
            "La strada viene spesso riparata.",
            "I risultati saranno subito pubblicati.",
        ),
        actives=(
            "Anna è arrivata ieri.",
            "Lui si è alzato presto.",
            "La gente è andata via.",
            "Il prezzo è elevato.",
            "Siamo rimasti a casa.",
            "Il treno è partito tardi.",
        ),
    ),
    "nl": Phrases(
        thing="plan",
        many="veel",
        heading="Waarom de gemeente van gedachten veranderde over de oude brug",
        sentence="De gemeenteraad beslist volgende week of de oude brug voor auto’s wordt afgesloten.",
        short_text="De winkel is klein. Hij verkoopt brood. De eigenares staat vroeg op. Ze houdt van haar werk.",
        description="Het verhaal over {phrase} laat in gewone woorden zien wat de gemeente dit jaar wil doen "
        "en wie betaalt.",
        worn="oude stenen brug vlakbij",
        leaning="Zij zijn blij.",
        same_beginning="Anna leest een brief. Anna schrijft een antwoord. Anna loopt naar het postkantoor.",
        passives=(
            "De brief werd door een ambtenaar geschreven.",
            "De deuren worden gesloten.",
            "Het plan werd goedgekeurd.",
            "Het huis werd niet verkocht.",
            "De weg wordt nu gerepareerd.",
            "In mei werden de resultaten gepubliceerd.",
        ),
        actives=(
            "Het weer wordt beter.",
            "Ze heeft lang gewacht.",
            "Hij wordt leraar.",
            "De mensen zijn naar huis gegaan.",
            "Wij gaan morgen bouwen.",
            "De gemeente wil groeien.",
        ),
    ),
    "pt": Phrases(
        thing="projeto",
        many="muitos",
        heading="Por que a câmara mudou de opinião sobre a velha ponte",
        sentence="A câmara decide na próxima semana se a velha ponte deve fechar aos automóveis.",
        short_text="A loja é pequena. Vende pão e leite. A dona levanta-se cedo. Gosta do seu trabalho.",
        description="A história de {phrase} mostra com palavras simples o que a câmara quer fazer neste ano.",
        worn="velha ponte cinzenta vizinha",
        leaning="Eles estão contentes.",
        same_beginning="Ana lê uma carta. Ana escreve uma resposta. Ana caminha até ao correio.",
        passives=(
            "A carta foi escrita por uma funcionária.",
            "As portas são fechadas de noite.",
            "O plano foi finalmente aprovado.",
            "A casa não foi vendida.",
            "A estrada era sempre reparada em maio.",
            "Os resultados serão publicados em breve.",
        ),
        actives=(
            "A cidade é conhecida.",
            "Ana tem chegado tarde.",
            "Os preços são elevados.",
            "Ela estava na rua.",
            "O resultado é bom.",
            "O partido foi grande.",
        ),
    ),
}
