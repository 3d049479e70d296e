"""Between whom alone a chapter applies. All clauses are invented."""

from tracker.facts.versions import shared_matcher
from tracker.matching import ArticleInput, match_article
from tracker.matching.container import Member, between, chapter_of, may_say_between, says_between

MATCHER = shared_matcher()
ENGLISH = MATCHER.language("en")


def test_a_chapter_is_known_by_the_numbers_of_its_articles() -> None:
    assert chapter_of(Member("Lamps", "ARTICLE 8.2", "")) == chapter_of(Member("Oil", "8.31", "")) == "#8"
    assert chapter_of(Member("Lamps", "8bis.1", "")) == "#8bis"
    assert chapter_of(Member("Lamps", "14", "")) == chapter_of(Member("Lamps", "", "")) == "Lamps"


def test_one_article_speaks_for_its_chapter() -> None:
    said = "This Chapter shall apply only between the Russian Federation and Viet Nam, hereinafter the Parties to it."
    articles = [
        Member("Scope", "8.1", said),
        Member("Services", "8.2", "No Party shall ask for lamps."),
        Member("Final", "9.1", "Lamps."),
    ]
    assert between(articles, ENGLISH, ("EAEU", "VNM")) == [("RUS", "VNM"), ("RUS", "VNM"), ()]
    assert between(articles, ENGLISH) == [("RUS", "VNM"), ("RUS", "VNM"), ()]


def test_a_sentence_on_a_section_speaks_for_its_heading() -> None:
    articles = [
        Member("Section B", "", "This Section applies solely between Chile and Peru."),
        Member("Section B", "", "Lamps."),
        Member("Section C", "", "Lamps."),
    ]
    assert between(articles, ENGLISH, ("CHL", "MEX", "PER")) == [("CHL", "PER"), ("CHL", "PER"), ()]


def test_between_all_parties_is_no_limit() -> None:
    each = "The provisions of this Chapter shall apply only between the United States and each other Party."
    both = "This Chapter shall apply only between Chile and Peru."
    assert between([Member("Lamps", "9.1", each)], ENGLISH, ("PER", "USA")) == [()]
    assert between([Member("Lamps", "9.1", both)], ENGLISH, ("CHL", "PER")) == [()]
    assert between([Member("Lamps", "9.1", "Trade between them.")], ENGLISH) == [()]


def test_other_languages() -> None:
    spanish = Member("Lámparas", "8.1", "El presente Capítulo se aplicará únicamente entre Chile y el Perú.")
    french = Member("Lampes", "", "Le présent chapitre s'applique uniquement entre la Suisse et le Maroc.")
    assert between([spanish], MATCHER.language("es")) == [("CHL", "PER")]
    assert between([french], MATCHER.language("fr")) == [("CHE", "MAR")]
    assert between([french], None) == [()]


def test_a_finding_binds_those_between_whom_the_chapter_applies_and_of_them_whom_its_clause_names() -> None:
    rule = "shall require firms to place computing facilities in its territory."
    for text, expected in (
        (f"No Party {rule}", ("RUS", "VNM")),
        (f"Viet Nam {rule.replace('shall', 'shall not')}", ("VNM",)),
    ):
        given = ArticleInput(text, "en", "Digital Trade", parties=("EAEU", "VNM"), between=("RUS", "VNM"))
        [finding] = match_article(given, MATCHER)
        assert finding.bound == expected


INSTEAD = (
    "In place of the obligations established in this Chapter, Chile shall undertake the commitments"
    " set out in Annex 9."
)


def test_who_has_the_obligations_of_an_annex_instead_of_the_chapters_is_left_out() -> None:
    articles = [
        Member("Lamps", "9.1", f"Lamps are lit at dusk.\n1 {INSTEAD}"),
        Member("Lamps", "9.2", "Each Party shall light its lamps."),
        Member("Oil", "10.1", "Each Party shall sell oil."),
    ]
    parties = ("CHL", "MEX", "PER")
    assert between(articles, ENGLISH, parties) == [("MEX", "PER"), ("MEX", "PER"), ()]
    assert between(articles, ENGLISH) == [(), (), ()]


def test_the_note_speaks_for_the_chapter_with_the_annexs_number_wherever_a_copy_prints_it() -> None:
    elsewhere = [
        Member("Wine", "8.6", f"Wine is red.\n1 {INSTEAD}"),
        Member("Lamps", "9.1", "Each Party shall light its lamps."),
    ]
    parties = ("CHL", "MEX", "PER")
    assert between(elsewhere, ENGLISH, parties) == [(), ("MEX", "PER")]
    of_none = [Member("Wine", "8.1", "Wine."), Member("Wine", "8.6", INSTEAD)]
    assert between(of_none, ENGLISH, parties) == [(), ()]
    own = [Member("Wine", "8.1", INSTEAD), Member("Wine", "8.6", "Wine.")]
    assert between(own, ENGLISH, parties) == [("MEX", "PER")] * 2


def test_instead_in_other_languages() -> None:
    spanish = Member(
        "Lámparas",
        "9.1",
        "En lugar de las obligaciones de este Capítulo, Chile asumirá los compromisos del Anexo 9.",
    )
    french = Member(
        "Lampes", "9.1", "Au lieu des obligations du présent chapitre, le Maroc assume celles de l'annexe 9."
    )
    assert between([spanish], MATCHER.language("es"), ("CHL", "MEX", "PER")) == [("MEX", "PER")]
    assert between([french], MATCHER.language("fr"), ("CHE", "MAR", "NOR")) == [("CHE", "NOR")]


def test_other_words_with_instead_leave_nobody_out() -> None:
    for said in (
        "In place of the obligations of Article 3, Chile shall undertake those of Annex 9.",
        "In place of the obligations established in this Chapter, each Party shall undertake those of Annex 9.",
        "In lieu of a lamp, Chile shall undertake to buy the oil of Annex 9.",
    ):
        assert between([Member("Lamps", "9.1", said)], ENGLISH, ("CHL", "MEX", "PER")) == [()]
    assert says_between(INSTEAD, ENGLISH)
    assert not says_between(INSTEAD.replace("this Chapter", "Article 3"), ENGLISH)


def test_only_what_cannot_say_it_is_not_asked() -> None:
    said = "This Chapter shall apply only between Chile and Peru."
    assert says_between(said, ENGLISH)
    assert may_say_between(said, ENGLISH)
    assert may_say_between("Este Capitulo se aplica entre Chile y Peru.", MATCHER.language("es"))
    assert says_between(INSTEAD, ENGLISH)
    assert may_say_between(INSTEAD, ENGLISH)
    assert not may_say_between("No Party shall ask for lamps.", ENGLISH)
