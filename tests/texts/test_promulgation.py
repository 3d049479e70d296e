"""Treaties inside the laws that approve or publish them, as official gazettes print them (invented texts)."""

import pytest

from tracker.texts import read_bytes
from tracker.texts.types import AgreementText

COLOMBIAN = """LEY 9999 DE 2014
(julio 9)
por medio de la cual se aprueba el "Acuerdo de Cometas entre la República de Colombia y la República de Costa Rica", \
suscrito en Cali, a los veintidós días del mes de mayo de dos mil trece.
EL CONGRESO DE COLOMBIA
Visto el texto del "Acuerdo de Cometas entre la República de Colombia y la República de Costa Rica".
(Para ser transcrito: Se adjunta copia fiel del texto original del acuerdo.)

ACUERDO DE COMETAS ENTRE LA REPÚBLICA DE COLOMBIA Y LA REPÚBLICA DE COSTA RICA

PREÁMBULO
La República de Colombia y la República de Costa Rica, deseosas de volar cometas, han acordado lo siguiente:

CAPÍTULO PRIMERO
DISPOSICIONES INICIALES
Artículo Primero. Objeto
Las Partes volarán cometas en días de viento.
Artículo Segundo. Definiciones
Para efectos del presente Acuerdo, cometa significa un objeto que vuela con hilo.
CAPÍTULO SEGUNDO
COMERCIO ELECTRÓNICO
Artículo Tercero. Hilos electrónicos
Ninguna Parte impondrá aranceles a los hilos electrónicos de la otra Parte.
Artículo Décimo. Cooperación
Las Partes cooperarán en materia de viento.
Artículo Décimo Primero. Entrada en vigor
El presente Acuerdo entrará en vigor sesenta días después de la última notificación.

Hecho en Cali, a los veintidós días del mes de mayo de dos mil trece, en dos ejemplares.

EL SUSCRITO COORDINADOR DEL GRUPO DE COMETAS
CERTIFICA:
Que la reproducción del texto que antecede es copia fiel.
RAMA EJECUTIVA DEL PODER PÚBLICO
PRESIDENCIA DE LA REPÚBLICA
Bogotá, D. C., 3 de septiembre de 2013
DECRETA:
ARTÍCULO PRIMERO. Apruébase el "Acuerdo de Cometas entre la República de Colombia y la República de Costa Rica".
ARTÍCULO SEGUNDO. De conformidad con lo dispuesto en otra ley, el Acuerdo que por el artículo primero de esta ley se \
aprueba obligará a la República a partir de la fecha en que se perfeccione el vínculo internacional.
ARTÍCULO TERCERO. La presente ley rige a partir de la fecha de su publicación.
EL PRESIDENTE DEL HONORABLE SENADO DE LA REPÚBLICA
Comuníquese y cúmplase.
"""

FRENCH = """Décret n° 2099-1 du 3 mars 2012 portant publication de l'accord sur les cerfs-volants
Le Président de la République,
Vu la Constitution, notamment ses articles 52 à 55,
Décrète :
Art. 1er. - L'accord sur les cerfs-volants, signé à Nice le 4 mai 2010, sera publié au Journal officiel.
Art. 2. - Le Premier ministre est chargé de l'exécution du présent décret.
Fait à Paris, le 3 mars 2012.
Par le Président de la République :

ACCORD ENTRE LE GOUVERNEMENT DE LA RÉPUBLIQUE FRANÇAISE ET LE GOUVERNEMENT DE LA RÉPUBLIQUE DU PÉROU SUR LES \
CERFS-VOLANTS

Le Gouvernement de la République française et le Gouvernement de la République du Pérou, désireux de voler, sont \
convenus de ce qui suit :

Article premier
Objet
Les Parties font voler des cerfs-volants les jours de vent.
Article 2
Ficelles
Aucune Partie n'impose de droits de douane sur les ficelles de l'autre Partie.
Article 3
Entrée en vigueur
Le présent accord entre en vigueur à la date de la dernière notification.

Fait à Nice, le 4 mai 2010, en deux exemplaires.
"""

PERUVIAN = """RESOLUCIÓN LEGISLATIVA N° 99999
EL CONGRESO DE LA REPÚBLICA;
Ha dado la Resolución Legislativa siguiente:
RESOLUCIÓN LEGISLATIVA QUE APRUEBA EL ACUERDO DE COMETAS
Artículo único. Objeto de la Resolución Legislativa
Apruébase el Acuerdo de Cometas, suscrito en Tacna el 5 de abril de 2011.
Comuníquese al señor Presidente de la República para su promulgación.
En Lima, a los quince días del mes de diciembre de dos mil once.

ACUERDO DE COMETAS ENTRE LA REPÚBLICA DEL PERÚ Y LA REPÚBLICA DE CHILE

Artículo 1º.- Objeto
Las Partes volarán cometas en días de viento.
Artículo 2º.- Hilos
Ninguna Parte impondrá aranceles a los hilos de la otra Parte.

Suscrito en Tacna, el 5 de abril de 2011.
"""

BRAZILIAN = """DECRETO Nº 9.999, DE 3 DE MARÇO DE 2012
Promulga o Acordo de Pipas entre a República Federativa do Brasil e a República do Chile.
O PRESIDENTE DA REPÚBLICA, no uso da atribuição que lhe confere o art. 84 da Constituição, e considerando que os dois \
governos não são contrários ao vento,
DECRETA:
Art. 1º Fica promulgado o Acordo de Pipas entre a República Federativa do Brasil e a República do Chile.
Art. 2º Este Decreto entra em vigor na data de sua publicação.
Brasília, 3 de março de 2012.

ACORDO DE PIPAS ENTRE A REPÚBLICA FEDERATIVA DO BRASIL E A REPÚBLICA DO CHILE

CAPÍTULO I
DISPOSIÇÕES INICIAIS
Artigo 1
Objeto
As Partes soltarão pipas em dias de vento, e não em dias de chuva, nos termos das suas leis e dos seus regulamentos.
Artigo 2
Linhas
Nenhuma das Partes aplicará direitos aduaneiros às linhas da outra Parte, nem às pipas que são feitas na outra Parte.
Artigo 3
Entrada em vigor
O presente Acordo entrará em vigor na data da última notificação, e as Partes não são obrigadas antes disso.
"""


def as_html(text: str) -> str:
    lines = (line for line in text.splitlines() if line.strip())
    return f"<html><body>{''.join(f'<p>{line}</p>' for line in lines)}</body></html>"


def as_markdown(text: str) -> str:
    """Headings of articles in bold that closes on the next line, as converters of PDF leave them."""
    lines = []
    for line in text.splitlines():
        word, _, rest = line.partition(". ")
        heading = line.startswith("Artículo") and rest and len(line) < 60
        lines += ["", f"**{word}.", f"{rest}**", ""] if heading else [line]
    return "\n".join(lines)


def read(text: str, name: str) -> tuple[AgreementText, list[str | None]]:
    found = read_bytes(text.encode(), name)
    return found, [
        article.number for chapter in found.chapters for article in chapter.articles if article.number
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [(COLOMBIAN, "law.txt"), (as_html(COLOMBIAN), "law.html"), (as_markdown(COLOMBIAN), "law.md")],
)
def test_of_a_colombian_law_the_treaty_alone_is_read(text: str, name: str) -> None:
    found, numbers = read(text, name)
    assert numbers == [
        f"Artículo {word}" for word in ("Primero", "Segundo", "Tercero", "Décimo", "Décimo Primero")
    ]
    assert found.meta.name == (
        "Acuerdo de Cometas entre la República de Colombia y la República de Costa Rica"
    )
    assert set(found.meta.parties) == {"COL", "CRI"}
    assert str(found.meta.date_signed) == "2013-05-22"
    words = " ".join(article.text for chapter in found.chapters for article in chapter.articles)
    assert "Apruébase" not in words and "CERTIFICA" not in words and "CONGRESO" not in words
    assert [chapter.heading for chapter in found.chapters][1:] == [
        "DISPOSICIONES INICIALES",
        "COMERCIO ELECTRÓNICO",
    ]
    assert any("lines of the law that approves or publishes it are left out" in one for one in found.warnings)


def test_of_a_french_decree_the_treaty_alone_is_read_with_its_own_day() -> None:
    found, numbers = read(FRENCH, "decret.txt")
    assert numbers == ["Article premier", "Article 2", "Article 3"]
    assert str(found.meta.date_signed) == "2010-05-04"
    assert set(found.meta.parties) == {"FRA", "PER"}
    assert found.language == "fr"


def test_of_a_peruvian_resolution_the_treaty_alone_is_read() -> None:
    found, numbers = read(PERUVIAN, "resolucion.txt")
    assert numbers == ["Artículo 1º", "Artículo 2º"]
    assert str(found.meta.date_signed) == "2011-04-05"
    assert set(found.meta.parties) == {"PER", "CHL"}


def test_a_portuguese_treaty_is_divided_and_named_as_not_read() -> None:
    found, numbers = read(BRAZILIAN, "decreto.txt")
    assert numbers == ["Artigo 1", "Artigo 2", "Artigo 3"]
    assert found.language == "pt"
    assert any("'pt', is not read by the rules" in warning for warning in found.warnings)


def test_a_treaty_that_approves_nothing_is_left_alone() -> None:
    """A clause that decrees, without a law's articles below it, is the treaty's own."""
    text = COLOMBIAN[COLOMBIAN.index("ACUERDO DE COMETAS ENTRE") : COLOMBIAN.index("EL SUSCRITO")]
    found, numbers = read(
        text.replace("Las Partes cooperarán", "DECRETA:\nLas Partes cooperarán"), "treaty.txt"
    )
    assert len(numbers) == 5
    assert not any("lines of the law" in warning for warning in found.warnings)
