"""Lines that by themselves say that a page is missing, moved, closed or not to be seen, in the languages of sources.

Within a sentence of an agreement most of these words would prove nothing; a short line that says no more does.
"""

import re
import unicodedata

from tracker.texts.plain_letters import without_accents

_LONGEST = 120
_LINES = 60

_THING = (
    r"(?:web ?pages?|pages?|files?|documents?|links?|urls?|address(?:es)?|sites?|websites?|items?|publications?"
    r"|texts?|contents?|servers?|accounts?|domains?)"
)
_GONE = (
    r"(?:broken|wrong|invalid|missing|gone|disabled|withdrawn|outdated|removed|moved|deleted|lost|offline|closed"
    r"|inactive|unavailable|retired|(?:being|currently) (?:updated|revised|moved)|under (?:development|construction)"
    r"|for sale|(?:cannot|can't|could not) be (?:found|opened|displayed|shown|reached)"
    r"|(?:not|n't) (?:yet |currently |been )?(?:found|available|opened|displayed|valid|active"
    r"|accessible|online|working|here|published))"
)
_ENGLISH = (
    rf"(?:\w+\W+){{0,3}}?{_THING} (?:[\w']+ ){{0,8}}?(?:(?:is|are|was|were|be|been|has|have|seems|appears) )?{_GONE}"
    r"|(?:the|this|your|our) (?:page|link|site) (?:[\w']+ ){0,3}(?:does not|doesn't|no longer) \w+"
    r"|no (?:document|record|page|result|item|match|file|text|content)(?:e?s)? (?:\w+ )?(?:found|available|match\w*)"
    r"|0 (?:results|documents|records)|(?:we )?(?:cannot|can not|can't|could not|couldn't|unable to) "
    r"(?:connect|open|reach|load|access|display|show|process)"
    r"|you (?:are not|aren't) (?:authori[sz]ed|allowed|permitted)|you (?:do not|don't) have (?:permission|access)"
    r"|you (?:must|need to) (?:be logged|log|sign|register)|you have reached a page"
    r"|(?:login|log-in|authentication|registration|subscription) (?:is )?required|(?:rate|quota) limit exceeded"
    r"|(?:timeout|time-out|session|connection|request) (?:has |was |is )?(?:expired|timed out|failed|refused|reset"
    r"|unsuccessful)|[345]\d\d (?:moved|found|unavailable|forbidden|gone|bad|unauthori[sz]ed|not|server|proxy)"
    r"|(?:this|the) chapter is being (?:updated|revised)"
    r"|attention required|(?:\w+ ){0,3}default (?:web ?)?page|test page|dead end|(?:we )?(?:have|'ve) lost (?:this|the)"
    r"|(?:the )?text (?:is )?to follow|to be (?:published|posted|uploaded)|invalid (?:url|link|address|page)"
    r"|we've lost this|page (?:is )?under"
)
_SPANISH = (
    r"acceso (?:denegado|prohibido|restringido|no (?:autorizado|permitido))|servicio (?:\w+ ){0,3}no disponible"
    r"|(?:ha |se ha )?(?:ocurrido|ocurrio|producido) un (?:error|problema)"
    r"|(?:lo sentimos\W+)?no (?:se )?(?:encontr\w+|ha encontrado|hallo|pudo \w+|pudimos \w+) (?:\w+ )?"
    r"(?:documento|pagina|archivo|contenido|registro|url|recurso)"
    r"|(?:el |la |este |esta )?(?:enlace|vinculo|url|direccion|pagina|archivo|documento|contenido|recurso)"
    r" (?:\w+ ){0,5}?(?:no (?:es valid\w|existe|se encontro|se encuentra|funciona|esta disponible|fue encontrad\w)"
    r"|(?:se ha |ha sido |fue )(?:traslad|mov|elimin|retir|suprim|despublic)\w+)"
    r"|(?:usted )?(?:sera|esta siendo) redirigid[oa]|inici[ea] sesion|(?:su|la) sesion (?:ha )?(?:expir|caduc)\w+"
    r"|proximamente(?: disponible)?\W*$|(?:ups|uy|oops)\W*[!.,…]|algo salio mal|no (?:tienes?|cuenta con) permisos?"
    r"|verifi(?:que|ca) que (?:usted )?(?:es|eres) (?:un )?human[oa]|estamos trabajando en (?:el|nuestro|este) sitio"
)
_FRENCH = (
    r"aucun (?:document|resultat|fichier|enregistrement)|vous (?:allez etre|serez) redirige|connectez.vous"
    r"|votre session (?:a |est )?expire|bientot disponible\W*$|oups\W*[!.,…]|quelque chose s.est mal passe"
    r"|(?:le |la |ce |cette )?(?:fichier|document|contenu|lien|page) (?:\w+ ){0,3}?(?:n.a pas (?:pu )?(?:ete|etre) "
    r"(?:trouve|affiche)|n.est (?:pas|plus) (?:valide|disponible|accessible)|introuvable)"
    r"|vous n.etes pas autorise|vous n.avez pas (?:la permission|les droits|acces)"
)
_PORTUGUESE = (
    r"acesso (?:proibido|negado)|servico (?:\w+ ){0,2}indisponivel|(?:site|pagina) em (?:construcao|manutencao)"
    r"|ocorreu um (?:erro|problema)|nenhum (?:resultado|documento|registro|arquivo)"
    r"|(?:esta |a |o |este )?(?:pagina|conteudo|documento|arquivo|link) (?:\w+ ){0,4}?(?:foi (?:mov|remov|exclu)\w+"
    r"|indisponivel|nao (?:esta|foi|existe|e valid\w)\b)|voce sera redirecionad[oa]|faca (?:o )?login"
    r"|sua sessao (?:expirou|foi encerrada)|em breve\W*$|ops\W*[!.,…]|algo deu errado|voce nao tem permissao"
    r"|(?:desculpe\W+)?nao (?:encontramos|foi possivel encontrar|localizamos) (?:esta |a |o |este )?"
    r"(?:pagina|documento|arquivo|conteudo)"
)
_OTHERS = (
    r"zugriff (?:verweigert|nicht)|interner serverfehler|(?:la )?pagina (?:\w+ )?non (?:esiste|e )|errore \d{3}"
    r"|sidan (?:kunde inte|finns inte|hittades inte)|sivua ei loydy|sivua ei loytynyt|laman tidak (?:dijumpai|ditemui)"
    r"|(?:az )?oldal nem talalhato|pagina nu (?:a fost|exista)|ошибка \d{3}|доступ запрещ[её]н"
    r"|страниц\w* не (?:е |съществува|найден|существует)|존재하지 않는 (?:페이지|문서)|접근이 거부"
    r"|(?:\S+ )?الصفحة (?:\S+ )?غير (?:موجودة|متوفرة|متاحة)|ไม่พบหน้า"
    r"|η σελιδα (?:\w+ )?δεν|(?:הדף|העמוד) (?:\S+ )?(?:לא נמצא|אינו קיים)|पृष्ठ नहीं मिला"
)
_SAYS = re.compile(rf"\W*(?:{_ENGLISH}|{_SPANISH}|{_FRENCH}|{_PORTUGUESE}|{_OTHERS})")
_OF_AGREEMENTS = re.compile(
    r"\b(?:part(?:y|ies|es?)|shall|agreement|annex|article|member|acuerdo|tratado|anexo|articulo|accord|acordo)\b"
)
"""Words of agreements: a line with one of them is theirs, not a site's."""


def line_of_error_page(text: str) -> str | None:
    """The first short line, among the first of a text, that says what an error page says; None where there is none."""
    for line in text.splitlines()[:_LINES]:
        if 0 < len(line) <= _LONGEST:
            plain = unicodedata.normalize("NFC", without_accents(line.replace("’", "'"))).lower()
            if _SAYS.match(plain) and not _OF_AGREEMENTS.search(plain):
                return " ".join(line.split())[:80]
    return None
