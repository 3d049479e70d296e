"""Recognises pages that say that something is missing, sent with a status of success ("soft 404")."""

import re

from tracker.texts.error_lines import line_of_error_page

MOST_CHARACTERS = 1_500
"""An error page without its site's menus has less visible text than this; a chapter that quotes such words has more."""

_WITH_NAVIGATION = 6_000
_LINES, _SHORT_LINE = 60, 120
"""An error page with its site's menus has fewer characters, and says so on a line by itself among the first."""

_THING = (
    r"\b(?<!\ba )(?<!\bany )(?<!\bsuch )"
    r"(?:page|file|document|resource|content|url|directory|address|link|chapter you)\b"
)
_GONE = r"(?:re)?moved|deleted|renamed|archived|retired|relocated|unpublished|withdrawn|discontinued|expired"

_SAYS = re.compile(
    rf"{_THING}[^.!?]{{0,80}}?"
    r"\b(?:(?:can ?not|could not|can[’']t|couldn[’']t|was not|is not|isn[’']t|not) (?:be )?(?:currently )?"
    r"(?:found|located|displayed|available|opened|exist|valid|here\b|on our)"
    r"|does(?: not|n[’']t) exist|no longer (?:exists?|available|maintained|online|valid|active|here)"
    rf"|(?:may|might) have been (?:{_GONE})|(?:has|have) (?:been )?(?:{_GONE})"
    r"|is (?:currently |temporarily )?unavailable|not found|has a new (?:home|address))"
    r"|\b(?:document|file|content) (?:removed|deleted|moved)\b"
    r"|\b(?:can ?not|could not|can[’']t|couldn[’']t|unable to|did not|didn[’']t) (?:seem to )?(?:find|locate|display) "
    r"(?:[^.!?]{0,40}\b(?:page|document|file|site)\b|(?:what|anything|the \w+) you)"
    r"|\bwe(?: have|[’']ve) moved\b|\berror occurred while processing\b|\bbroken link\b|\berror del servidor\b"
    r"|\bno se encuentra el (?:archivo|directorio|recurso|documento)\b"
    r"|\b(?:http|error|erreur)\s*(?:status\s*)?(?:code\s*)?[:#]?\s*(?:40[0-9]|410|50[0-9])\b"
    r"|\b(?:40[34]|410|50[0234])\s*[-–—:|]?\s*(?:error|not found|forbidden|gone|page|file|internal|bad gateway|service)"
    r"|\bfile or directory not found\b|\binternal (?:server )?error\b|\bservice (?:is )?(?:temporarily )?unavailable\b"
    r"|\bbad (?:gateway|request)\b|\binvalid request\b|\bunder (?:construction|maintenance)\b|\bsite maintenance\b"
    r"|\boffline for maintenance\b|\bcoming soon\b|\bobject moved\b|\bsomething went wrong\b|\bbeing redirected\b"
    r"|\bno (?:results?|pages?) (?:were |was )?found\b|\bnothing (?:was )?found\b"
    r"|\berror establishing a database\b|\bdatabase (?:connection )?error\b|\bunexpected error\b"
    r"|\baccess (?:is |was )?denied(?=\W*$|[.!:,]|\s*[-–]|\s+you\b)"
    r"|\bpermission to (?:access|view) this\b|\bsession (?:has )?(?:expired|timed out)\b"
    r"|\b(?:sign|log) ?in to (?:continue|view|access|your)\b|\benable (?:javascript|cookies)\b"
    r"|\bchecking your browser\b"
    r"|\b(?:p[aá]gina|documento|archivo|recurso|contenido)\b[^.!?]{0,60}?"
    r"\b(?:no (?:se )?(?:ha (?:sido )?|pudo ser |puede ser |fue )?"
    r"(?:encontrad[oa]|encontr[oó]|encuentra|existe|(?:est[aá] )?disponible)"
    r"|(?:ha sido|fue) (?:movid|eliminad|retirad|trasladad|archivad)[oa]|ya no (?:existe|est[aá]))"
    r"|\bno (?:se )?(?:pudo|puede|ha podido|pudimos|hemos podido) encontrar\b[^.!?]{0,40}"
    r"\b(?:p[aá]gina|documento|archivo)"
    r"|\bacceso denegado\b|\bno se encontraron resultados\b|\ben (?:construcci[oó]n|mantenimiento)\b"
    r"|\b(?:page|document|fichier|ressource|contenu)\b[^.!?]{0,60}?"
    r"\b(?:introuvable|n[’']existe (?:pas|plus)|n[’']a pas (?:pu )?[eê]t[eé] trouv"
    r"|n[’']est (?:pas|plus) disponible|a [eé]t[eé] (?:d[eé]plac|supprim|retir|archiv))"
    r"|\bn[’']avons pas (?:pu )?trouv[eé]r?\b|\bacc[eè]s (?:refus[eé]|interdit)\b|\baucun r[eé]sultat\b"
    r"|\bpage non trouv[eé]e\b|\b(?:site|service|page)\b[^.!?]{0,30}\bindisponible\b|\ben (?:cours de )?maintenance\b"
    r"|\b(?:p[aá]gina|documento|arquivo|recurso|conte[uú]do|site)\b[^.!?]{0,60}?\bn[aã]o "
    r"(?:foi |p[oô]de ser |est[aá] )?(?:encontrad[oa]|localizad[oa]|existe|dispon[ií]vel)"
    r"|\b(?:site|p[aá]gina) em (?:manuten[cç][aã]o|constru[cç][aã]o)\b|\bacesso negado\b"
    r"|\b(?:seite|dokument|datei)\b[^.!?]{0,40}\b(?:nicht (?:mehr )?(?:gefunden|verf[uü]gbar|vorhanden)"
    r"|existiert nicht|gibt es nicht)|\bfehler 40[0-9]\b|\bwartungsarbeiten\b"
    r"|\b(?:sitio|p[aá]gina|servicio)\b[^.!?]{0,30}\b(?:fuera de servicio|en mantenimiento"
    r"|temporalmente (?:fuera|no disponible|suspendid))"
    r"|\bacceso no v[aá]lido\b|\bdata not found\b"
    r"|\b(?:we|(?:site|website|page|system)s?)\b[^.!?]{0,40}\b(?:undergoing|performing) (?:\w+ ){0,2}maintenance\b"
    r"|\bwe(?:[’']ll| will) be back\b"
    r"|\b(?:vbscript|jscript|ole db|odbc|jet|server|runtime|application) (?:\w+ ){0,3}error\b"
    r"|\btoo many requests\b|\bgateway time-?out\b|\bbandwidth limit exceeded\b|\bdomain is (?:parked|for sale)\b"
    r"|\b(?:requested )?url was rejected\b|\brequest (?:was )?(?:rejected|blocked)\b"
    r"|\b(?:must|need to|please) (?:accept|enable|allow)\b[^.!?]{0,20}\bcookies\b|\baccept (?:all )?cookies to\b"
    r"|\bpagina non trovata\b|\bpagina (?:kon )?niet (?:worden )?gevonden\b|\bhalaman tidak (?:ditemukan|tersedia)\b"
    r"|\bkhông tìm thấy (?:trang|tài liệu|nội dung)|\bsayfa bulunamad[ıi]\b|\bnie znaleziono strony\b"
    r"|\bstrona nie (?:istnieje|została znaleziona)\b|\bstránka (?:nebyla )?nenalezena\b"
    r"|\bsidan (?:finns inte|hittades inte)\b"
    r"|\bsiden (?:findes ikke|blev ikke fundet|ble ikke funnet|finnes ikke)\b|\bsivua ei löyd?y"
    r"|(?:страница|документ|сторінку|сторінка) (?:не (?:найден|существует|знайдено)|удал[её]н)"
    r"|الصفحة (?:المطلوبة )?غير موجودة|لم يتم العثور على"
    r"|(?:页面|頁面|网页|網頁|文件)(?:不存在|未找到|找不到|已(?:删除|刪除|移动))"
    r"|(?:找不到|未找到|无法找到|無法找到)(?:页面|頁面|网页|網頁|该页|文件)"
    r"|(?:페이지|문서)(?:를|을|가|이) (?:찾을 수 없|존재하지 않)"
    r"|ページ(?:は|が)(?:見つかりません|存在しません)"
    r"|\bno longer hosted\b|\b(?:document|file|content|page) (?:has been )?(?:superseded|removed) and\b"
    r"|\b(?:system|site|server|service) is (?:temporarily |currently )?(?:down|offline|busy|overloaded)\b"
    r"|\brequest could not be (?:processed|completed)\b|\b(?:domain|account) (?:has )?(?:been )?(?:expired|suspended)\b"
    r"|\b(?:will be|is being) (?:published|uploaded|posted) (?:here|soon|shortly)\b|\bwe verify your browser\b"
    r"|\b(?:ocurri[oó]|se (?:ha producido|produjo)) un error\b|\bno existe (?:la|el) (?:p[aá]gina|documento|archivo)\b"
    r"|\b(?:enlace|v[ií]nculo) (?:est[aá] )?roto\b|\berror interno del (?:servidor|sistema)\b"
    r"|\berreur interne\b|\bune erreur (?:s[’']est produite|est survenue)\b|\bsite en construction\b"
    r"|\berro (?:interno|4\d\d|5\d\d)\b|\bocorreu um erro\b"
    r"|\b(?:objeto|arquivo|p[aá]gina) n[aã]o (?:localizad|encontrad)[oa]\b"
    r"|\bwe value your privacy\b|\bbefore you continue\b|\b(?:verify|prove|confirm) (?:that )?you are (?:a |not a )?"
    r"(?:human|robot)\b|\bno soy un robot\b",
    re.IGNORECASE,
)

_IN_CLAUSE = re.compile(
    r"\b(?:(?:the|each|either|neither|a) part(?:y|ies)|parties|shall|this (?:chapter|annex|agreement|protocol)"
    r"|las? partes?|les? parties)\b",
    re.IGNORECASE,
)
"""Words of a clause, which may speak of a service that is unavailable."""

_CLAUSE_GOES_ON = 60

_TITLE = re.compile(
    r"^\W*(?:(?:an? |the )?(?:\w+ )?error(?:\s*\d{3})?|erreur|(?:error )?40[0-9]|410|50[0-9]|not found"
    r"|(?:(?:object|document|page|site) (?:has )?)?moved|redirect(?:ing|ed)?|just a moment|login"
    r"|(?:sign|log) ?in(?: to your account)?|(?:privacy|cookie) (?:settings|preferences|consent)|request rejected"
    r"|(?:scheduled )?maintenance|loading|cargando|chargement|carregando|please wait|it works|index of /.*"
    r"|welcome to (?:nginx|openresty)|(?:apache|iis|tomcat|nginx|http)\b.* (?:test|default) page|iis windows server"
    r"|(?:choose|select) (?:your )?language|(?:erro|erreur) \d{3}|site en construction"
    r"|(?:\d{3} )?too many requests|ops\b.*|lo sentimos\b.*|nous sommes d[eé]sol[eé]s\b.*|fehler"
    r"|(?:\w+ )?(?:temporarily )?unavailable|gone|forbidden|oops\b.*|whoops\b.*|sorry\b.*|no encontrad[oa]|introuvable"
    r"|iniciar sesi[oó]n|connexion|nicht gefunden|(?:(?:the|el|le) )?text[oe]? (?:is )?not available"
    r"|(?:el )?texto no (?:est[aá] )?disponible|(?:le )?texte (?:n[’']est pas|non) disponible)\W*$",
    re.IGNORECASE,
)
"""What the title of such a page may say and no more, or all of a short page; within a text it would prove nothing."""

_ALL_OF_A_PAGE = 60
"""A page with fewer characters says what a title may say."""

_MAY_SAY = (
    *(
        "found",
        "find",
        "locat",
        "error",
        "availab",
        "moved",
        "delet",
        "exist",
        "expired",
        "retired",
        "archiv",
    ),
    *(
        "construc",
        "maint",
        "manten",
        "disponib",
        "introuv",
        "encontr",
        "eliminad",
        "gateway",
        "request",
        "renamed",
    ),
    *(
        "withdrawn",
        "removed",
        "displayed",
        "valid",
        *("not here", "n't here", "n’t here", "be here", "currently here", "longer here"),
        "online",
        "new home",
        "new address",
        "soon",
        "wrong",
    ),
    *(
        "redirect",
        "erreur",
        "denied",
        "denegad",
        "refus",
        "interdit",
        "permission",
        "sign in",
        "log in",
        "timed out",
    ),
    *(
        "cookies",
        "javascript",
        "browser",
        "movid",
        "retirad",
        "deplac",
        "déplac",
        "supprim",
        "trouv",
        "résultat",
    ),
    *("resultad", "nicht", "negado", "trasladad", "unpublished", "discontinued", "on our"),
    *(
        "localizad",
        "wartung",
        "fehler",
        "servicio",
        "temporalmente",
        "too many",
        "time-out",
        "timeout",
        "exceeded",
    ),
    *(
        "parked",
        "for sale",
        "rejected",
        "blocked",
        "privacy",
        "continue",
        "human",
        "robot",
        "be back",
        "não",
        *(
            "non trovata",
            "gevonden",
            "ditemukan",
            "tersedia",
            "tìm thấy",
            "bulunamad",
            "znalez",
            "istnieje",
            "nenalez",
        ),
        *(
            "finns inte",
            "hittades",
            "findes",
            "fundet",
            "funnet",
            "finnes",
            "löyd",
            "löyt",
            "найден",
            "существ",
            "удал",
        ),
        *(
            "знайден",
            "موجودة",
            "العثور",
            "不存在",
            "找",
            "删除",
            "刪除",
            "移动",
            "찾을 수",
            "존재하지",
            "見つかりません",
        ),
        *(
            "存在しません",
            "we have moved",
            "ve moved",
            "error occurred",
            "broken link",
            "error del",
            "se encuentra el",
            "longer active",
        ),
        "nao",
        "manuten",
        "válid",
        *(
            "hosted",
            "superseded",
            "is down",
            "offline",
            "busy",
            "overload",
            "suspend",
            "published",
            "uploaded",
        ),
        *("posted", "produ", "survenu", "existe", "roto", "erro ", "processed", "could not be", "soon"),
    ),
)
"""Every such page has one of these words: they are quick to look for, and most other texts have few of them."""


def error_page_words(text: str, title: str | None = None) -> str | None:
    """The words by which a short text, or its title, says that something was not found or is not available; else None.

    Only for text without articles: an agreement's own articles are never asked.
    """
    if len(text) > MOST_CHARACTERS:
        return _line_that_says(text) if len(text) <= _WITH_NAVIGATION else None
    short = title_of_error_page(text) if len(text) < _ALL_OF_A_PAGE else None
    return title_of_error_page(title or "") or short or _said(text) or line_of_error_page(text)


def _line_that_says(text: str) -> str | None:
    """The first short line of a longer page, whose site prints its menus on it, that says what an error page says."""
    lowered = text.casefold()
    may_say = tuple(word for word in _MAY_SAY if word in lowered)
    lines = (line for line in text.splitlines()[:_LINES] if len(line) <= _SHORT_LINE)
    said = next((said for line in lines if (said := _said(line, may_say)) is not None), None)
    return said or line_of_error_page(text)


def title_of_error_page(title: str) -> str | None:
    """The words of a page's title or first heading that say that it is an error page; None where it is none."""
    title = " ".join(title.split())
    return title[:80] if _TITLE.match(title) else _said(title)


def _said(words: str, may_say: tuple[str, ...] = _MAY_SAY) -> str | None:
    lowered = words.casefold()
    if not any(word in lowered for word in may_say):
        return None
    for match in _SAYS.finditer(words):
        if not _IN_CLAUSE.search(words, _sentence_start(words, match.start()), match.end() + _CLAUSE_GOES_ON):
            return " ".join(match[0].split())[:80]
    return None


def _sentence_start(words: str, at: int) -> int:
    return max(words.rfind(sign, 0, at) for sign in ".!?\n") + 1
