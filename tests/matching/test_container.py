"""Between whom alone a chapter applies. All clauses are invented."""

from tracker.facts.versions import shared_matcher
from tracker.matching import ArticleInput, match_article
from tracker.matching.container import Member, between, chapter_of

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
