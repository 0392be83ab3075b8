"""Words and their spoken syllables, counted by hand: `word` then its count."""

WORDS = {
    "en": """
    a 1 the 1 cat 1 house 1 street 1 through 1 bridge 1 make 1 made 1 time 1 these 1 people 2 water 2 table 2
    little 2 apple 2 city 2 river 2 open 2 about 2 after 2 only 2 winter 2 heating 2 network 2 council 2 mayor 2
    walked 1 jumped 1 planned 1 wanted 2 needed 2 started 2 added 2 boxes 2 houses 2 changes 2 places 2 names 1
    rules 1 times 1 wishes 2 teaches 2 pages 2 nation 2 station 2 question 2 decision 3 information 4 education 4
    region 2 million 2 religion 3 period 3 idea 3 area 3 science 2 quiet 2 society 4 variety 4 create 2 creation 3
    real 2 reality 4 theatre 3 museum 3 video 3 radio 3 studio 3 audience 3 experience 4 material 4 special 2
    social 2 official 3 financial 3 commercial 3 serious 3 various 3 previous 3 famous 2 dangerous 3 nervous 2
    business 2 every 2 evening 2 something 2 family 3 energy 3 policy 3 history 3 company 3 government 3
    department 3 movement 2 statement 2 management 3 careful 2 lonely 2 safely 2 likely 2 finally 3
    possible 3 available 4 responsible 4 people 2 simple 2 example 3 article 3 vehicle 3 cycle 2 bicycle 3
    going 2 doing 2 being 2 playing 2 studying 3 flying 2 player 2 employer 3 layer 2 actual 3 usual 3 annual 3
    manual 3 situation 4 evaluation 5 community 4 opportunity 5 university 5 electricity 5 temperature 4 tourism 3
    rhythm 2 mechanism 4 poem 2 poet 2 quality 3 language 2 guide 1 guard 1 queue 1 league 1 analysis 4
    """,
    "de": """
    der 1 die 1 und 1 Haus 1 Baum 1 Stadt 1 Wärme 2 Netz 1 Straße 2 Bürger 2 Leute 2 Häuser 2 Bauer 2 neue 2
    Freie 2 Feier 2 Zeit 1 Arbeit 2 arbeiten 3 Leistung 2 Regierung 3 Gemeinde 3 Bürgermeister 4 Energie 3
    Industrie 3 Batterie 3 Familie 4 Familien 4 Linie 3 Studie 3 Aktien 3 Medien 3 Italien 4 Spanien 3 Ferien 3
    Serie 3 Theorie 3 Nation 3 Station 3 Information 5 Situation 5 Diskussion 4 Million 3 Millionen 4 Region 3
    regional 4 sozial 3 speziell 3 Museum 3 Theater 3 Idee 2 See 1 Meer 1 Boot 1 Saal 1 Quelle 2 bequem 2
    Qualität 3 Universität 5 elektrisch 3 Temperatur 4 Radio 3 Video 3 Europa 3 europäisch 4 Bäume 2 träumen 2
    Wasser 2 Wohnung 2 Wohnungen 3 heizen 2 Heizung 2 Rathaus 2 Beschluss 2 beschließen 3 beobachten 4
    geändert 3 geehrt 2 geeignet 3 Geist 1 Bein 1 beide 2 Beispiel 2 Bericht 2 Gebäude 3 gebaut 2 gegeben 3
    Versicherung 4 Unternehmen 4 Geschäft 2 Wirtschaft 2 Entwicklung 3 Veränderung 4 Möglichkeit 3 möglich 2
    Schule 2 Schüler 2 Lehrerin 3 Kind 1 Kinder 2 Frau 1 Frauen 2 Mann 1 Männer 2 Tag 1 Tage 2 Jahr 1 Jahre 2
    Monat 2 Woche 2 Stunde 2 Minute 3 Sekunde 3 Euro 2 Preis 1 Kosten 2 teuer 2 billig 2 groß 1 klein 1
    niemand 2 viele 2 sieben 2 spielen 2 Spiel 1 dieser 2 System 2 Analyse 4 Physik 2 Computer 3 Fernwärme 3
    """,
    "fr": """
    le 1 la 1 chat 1 maison 2 rue 1 ville 1 eau 1 bureau 2 chapeau 2 oiseau 2 réseau 2 chaleur 2 énergie 3
    habitant 3 commune 2 mairie 2 conseil 2 municipal 4 nation 2 station 2 information 4 situation 4 question 2
    pied 1 bien 1 rien 1 chien 1 nuit 1 lui 1 oui 1 huit 1 cuisine 2 client 2 ouvrier 3 février 3 plier 2
    janvier 2 travail 2 travailler 3 feuille 1 fille 1 famille 2 soleil 2 école 2 élève 2 théâtre 2 réel 2
    création 3 européen 4 poème 2 naïf 2 maïs 2 pays 2 payer 2 moyen 2 citoyen 3 voyage 2 royal 2 crayon 2
    moment 2 vraiment 2 document 3 souvent 2 argent 2 président 3 habitent 3 viennent 1 finissent 2 parlaient 2
    chantaient 2 mangèrent 2 table 1 quatre 1 arbre 1 livre 1 centre 1 libre 1 possible 2 musique 2 politique 3
    banque 1 quelque 1 guerre 1 langue 1 guide 1 longue 1 longtemps 2 qualité 3 quantité 3 équipe 2 année 2
    idée 2 journée 2 entrée 2 vie 1 partie 2 pluie 1 roue 1 joue 1 homme 1 femme 1 enfant 2 garçon 2 leçon 2
    hôpital 3 château 2 forêt 2 fenêtre 2 être 1 avoir 2 savoir 2 vouloir 2 pouvoir 2 faire 1 mettre 1 prendre 1
    cœur 1 sœur 1 œuvre 1 bœuf 1 jeune 1 beaucoup 2 toujours 2 aujourd'hui 3 jamais 2 mieux 1 vieux 1 lieu 1
    milieu 2 monsieur 2 adieu 2 avion 2 camion 2 million 2 région 2 religion 3 légion 2
    """,
    "es": """
    el 1 la 1 sol 1 pan 1 casa 2 calle 2 ciudad 2 agua 2 aire 2 tierra 2 fuego 2 bueno 2 nuevo 2 viejo 2 viaje 2
    pueblo 2 puerta 2 escuela 3 maestro 3 teatro 3 poeta 3 país 2 raíz 2 baúl 2 maíz 2 día 2 río 2 tío 2 energía 4
    economía 5 policía 4 panadería 5 historia 3 familia 3 gracias 2 noticia 3 precio 2 edificio 4 servicio 3
    nación 2 estación 3 información 4 situación 3 educación 4 región 2 religión 3 avión 2 camión 2 millón 2
    queso 2 quien 1 guerra 2 guitarra 3 pingüino 3 vergüenza 3 bilingüe 3 ruido 2 ciudadano 4 cuidado 3 viuda 2
    rey 1 ley 1 hoy 1 muy 1 y 1 yo 1 mayo 2 ayuda 3 leyes 2 héroe 3 aéreo 4 océano 4 línea 3 área 3 creo 2
    leer 2 caer 2 oír 2 reír 2 paseo 3 museo 3 europeo 4 idea 3 caos 2 ahora 3 prohibir 3 alcohol 3 zanahoria 4
    búho 2 Europa 3 aula 2 causa 2 deuda 2 seis 1 veinte 2 treinta 2 baile 2 boina 2 comunicación 5 universidad 5
    temperatura 5 electricidad 5 ayuntamiento 5 alcalde 3 vecinos 3 barrio 2 bicicleta 4 transporte 3 mercado 3
    trabajo 3 empresa 3 gobierno 3 también 2 además 3 después 2 Uruguay 3 Paraguay 3 cuatro 2 nueve 2
    """,
    "it": """
    il 1 la 1 casa 2 strada 2 città 2 acqua 2 aria 2 terra 2 fuoco 2 uomo 2 uomini 3 nuovo 2 buono 2 scuola 2
    cuore 2 paese 3 paura 3 maestro 3 teatro 3 poeta 3 idea 3 museo 3 europeo 4 Europa 3 via 2 zio 2 mio 2 tuo 2
    suo 2 due 2 lui 1 cui 1 noi 1 voi 1 poi 1 più 1 già 1 può 1 qui 1 qua 1 storia 2 famiglia 3 figlio 2 foglia 2
    bottiglia 3 azione 3 stazione 3 nazione 3 informazione 5 situazione 4 regione 3 milione 3 italiano 4 piano 2
    piazza 2 chiesa 2 chiave 2 giorno 2 giovane 3 ciao 1 camicia 3 provincia 3 energia 4 economia 5 tecnologia 5
    biologia 4 democrazia 5 fotografia 5 periferia 5 polizia 4 farmacia 4 malattia 4 libreria 4 servizio 3
    edificio 4 ufficio 3 prezzo 2 mercato 3 lavoro 3 comune 3 sindaco 3 quartiere 3 guerra 2 guida 2 lingua 2
    quando 2 quattro 2 cinque 2 sei 1 sette 2 otto 2 nove 2 venti 2 mille 2 università 5 qualità 3 temperatura 5
    elettricità 5 perché 2 però 2 così 2 virtù 2 lunedì 3 ragazzo 3 bambino 3 amico 3 amica 3 amicizia 4 grazie 2
    bicicletta 4 macchina 3 autobus 3 treno 2 aereo 4 viaggio 2 notizia 3 aiuto 3
    """,
    "nl": """
    de 1 het 1 huis 1 straat 1 stad 1 steden 2 water 2 warm 1 warmte 2 boom 1 bomen 2 zee 1 zeeën 2 twee 1 tweeën 2
    knie 1 knieën 2 koe 1 koeien 2 groei 1 bloei 1 draai 1 mooi 1 nieuw 1 nieuwe 2 leeuw 1 eeuw 1 eeuwen 2 sneeuw 1
    meeuw 1 ruw 1 duwen 2 vrouw 1 vrouwen 2 gebouw 2 gebouwen 3 kabouter 3 paus 1 blauw 1 trein 1 reis 1 reizen 2
    klein 1 kleine 2 tijd 1 tijden 2 ijs 1 wijk 1 wijken 2 deur 1 neus 1 kleur 1 fuif 1 tuin 1 tuinen 2 muziek 2
    actie 2 politie 3 station 2 nationaal 3 internationaal 5 sociaal 3 speciaal 3 miljoen 2 theater 3 museum 3
    idee 2 ideeën 3 bureau 2 niveau 2 cadeau 2 kwaliteit 3 universiteit 5 elektriciteit 5 gemeente 3 gemeenten 3
    burgemeester 4 wethouder 3 bewoner 3 bewoners 3 regering 3 besluit 2 beslissen 3 beïnvloeden 4 geïnteresseerd 5
    geëerd 2 coördinatie 5 reünie 3 Italië 4 België 3 industrie 3 economie 4 energie 3 batterij 3 bakkerij 3
    vergadering 4 ontwikkeling 4 mogelijk 3 mogelijkheid 4 moeilijk 2 natuurlijk 3 eigenlijk 3 school 1 scholen 2
    kind 1 kinderen 3 dag 1 dagen 2 week 1 weken 2 maand 1 maanden 2 jaar 1 jaren 2 uur 1 uren 2 minuut 2 euro 2
    prijs 1 prijzen 2 fiets 1 fietsen 2 fietspad 2 systeem 2 computer 3 video 3 radio 3 temperatuur 4
    """,
    "pt": """
    o 1 a 1 sol 1 pão 1 mão 1 mãe 1 pães 1 casa 2 rua 2 ruas 2 lua 2 dia 2 dias 2 tia 2 rio 2 navio 3 água 2
    águas 2 língua 2 história 3 família 3 edifício 4 edifícios 4 colégio 3 ônibus 3 notícia 3 notícias 3 ciência 3
    economia 5 energia 4 padaria 4 bicicleta 4 cidade 3 cidades 3 pessoa 3 pessoas 3 leite 2 peixe 2 dinheiro 3
    primeiro 3 bairro 2 causa 2 outro 2 ouro 2 noite 2 oito 2 muito 2 rei 1 meu 1 seu 1 céu 1 herói 2 país 2 saúde 3
    saída 3 raiz 2 juiz 2 ruim 2 cair 2 sair 2 rainha 3 moinho 3 viagem 3 viajar 3 piada 3 diário 3 social 3
    nacional 4 internacional 6 situação 4 nação 2 estação 3 informação 4 educação 4 ações 2 milhões 2 milhão 2
    região 3 religião 4 avião 3 televisão 4 cliente 3 quente 2 queijo 2 quilo 2 guerra 2 guitarra 3 quatro 2
    quando 2 quase 2 igual 2 teatro 3 poeta 3 ideia 3 europeu 3 museu 2 área 3 aéreo 4 voo 2 álcool 3
    cooperação 5 universidade 6 eletricidade 6 temperatura 5 qualidade 4 prefeitura 4 câmara 3 município 4
    trabalho 3 trabalhador 4 empresa 3 governo 3 mercado 3 escola 3 professora 4 criança 3 crianças 3 amanhã 3
    depois 2 também 2 além 2 coração 3 irmã 2 irmão 2 limões 2
    """,
}


def listed(language: str) -> list[tuple[str, int]]:
    """The words of a language with their counts."""
    parts = WORDS[language].split()
    return [(word, int(count)) for word, count in zip(parts[::2], parts[1::2], strict=True)]


# Typed after the rules were finished and never used to mend them.
HELD_OUT = {
    "en": """
    planted 2 shallow 2 gutter 2 foundation 3 garden 2 sandy 2 clay 1 species 2 yarrow 2 shredded 2 fertiliser 4
    afterwards 3 fortnight 2 trowel 2 sewer 2 downpour 2 passengers 3 coaches 2 operators 4 signature 3 governments 3
    capsule 2 bicycle 3 blankets 2 neighbour 2 environmental 5 spokeswoman 2 platform 2 decision 3 bakery 3
    """,
    "de": """
    Entwurf 2 Haushalte 3 Leitungen 3 Grundlage 3 Verbrauch 2 Hinweise 3 Fachleute 3 Messungen 3 Gasheizung 3
    überstürzt 3 Einfamilienhaus 6 voraussichtlich 4 Nebenkosten 4 Bohrungen 3 Kilometer 4 Genossenschaft 4
    Entscheidung 3 Verbraucherzentrale 6 Eigentümer 4 Einwände 3 schriftlich 2 Fahrrad 2 Ratgeber 3 Kurve 2
    Lenker 2 Versicherung 4 Biologin 4 Friedhöfe 3 Pollen 2 Nektar 2
    """,
    "fr": """
    quartier 2 logement 2 abandonner 4 vallée 2 fonderie 3 canalisations 5 chaufferie 3 inauguré 4 rivière 2
    échangeur 3 conduite 2 commerçants 3 circulation 4 archéologue 4 réfrigérateur 5 appartement 3 locataire 3
    plaquettes 2 plafond 2 besoins 2 consommation 4 bilan 2 riverains 3 balance 2 saladier 3 levain 2 patience 2
    croûte 1 boulangère 3 horloge 2
    """,
    "es": """
    azotea 4 vecinos 3 edificio 4 comunidad 4 primavera 4 avería 4 tejado 3 cosecha 3 arquitecto 4 mayoría 4
    riego 2 sequía 3 contador 3 pulgón 2 verdura 3 negocio 3 universidad 5 discusiones 4 granizo 3 semillas 3
    jubiladas 4 presupuesto 4 colmenas 3 alérgicos 4 reunión 2 biblioteca 4 novela 3 diciembre 3 veinte 2 agobios 3
    """,
    "it": """
    pannelli 3 palestra 3 principio 3 incentivo 4 consumi 3 lavatrice 4 abitudine 5 contatore 4 cabina 3
    iscrizione 4 preavviso 4 bilancio 3 impianto 3 cooperativa 6 emergenze 4 dicembre 3 magazzino 4 frazione 3
    caseificio 5 batterie 4 ricercatori 5 assemblea 4 ortaggi 3 insegnanti 4 terreno 3 ravanelli 4 piselli 3
    annaffiatoio 5 quaderno 3 pioggia 2
    """,
    "nl": """
    huishoudens 3 supermarkt 3 initiatiefnemers 6 versnellingsbak 4 buurman 2 coöperatie 5 laadpalen 3 verzekering 4
    vrijwilliger 4 bovendien 3 chauffeurs 2 vrijdagmiddag 4 kruimels 2 schade 2 bumper 2 enquête 3 provincie 3
    vervoer 2 afspraken 3 statuten 3 regenpijp 3 ondergrond 3 gereedschap 3 schuren 2 stortbui 2 moestuin 2
    kunststof 2 goedkoop 2 subsidie 3 vleermuizen 3
    """,
    "pt": """
    alcatrão 3 couves 2 morangos 3 estacionamento 7 professora 4 batatas 3 canteiro 3 vizinhos 3 talhão 2
    recém 2 químicos 3 manhã 2 ferramentas 4 madeira 3 dinheiro 3 inquérito 4 participantes 5 enfermeiras 4
    arterial 4 comparações 4 abóboras 4 assembleia 4 furtos 2 sombra 2 responsáveis 4 alfaces 3 experiência 5
    terrenos 3 bateria 4 veículo 4
    """,
}


def held_out(language: str) -> list[tuple[str, int]]:
    """The held-out words of a language with their counts."""
    parts = HELD_OUT[language].split()
    return [(word, int(count)) for word, count in zip(parts[::2], parts[1::2], strict=True)]
