"""Words with which sentences of agreements open, and titles do not."""

OPENS = (
    r"(?:The|This|These|Each|Every|Nothing|Neither|Any|An?|All|No|Both|Either|Parties"
    r"|(?:In|For|If|Upon|Unless|Notwithstanding|Except|Subject|Where|When|Without|After|Further|With|As|Within|At"
    r"|It|To|By|On|Under|Pursuant)(?=\s[a-z])"
    r"|El|La|Los|Las|Cada|Ninguna?|Nada|Para|Cuando|Sin"
    r"|Os?|As|Nenhuma?|Não|Salvo"
    r"|Chaque|Le|Les|Aucune?|Toute?s?|Lorsque?|Nonobstant|Sauf|Aux?(?=\s[a-z])|Dans(?=\s[a-z])|Si(?=\s[a-z]))"
)
"""Pattern source for words with which the text of an article begins, and no title."""

NOT_IN_PHRASE = "".join(
    rf"(?<!\s{word})"
    for word in (
        "[Oo]f",
        "[Oo]n",
        "[Tt]o",
        "[Ii]n",
        "[Bb]y",
        "[Aa]nd",
        "[Ff]or",
        "de",
        "del",
        "sobre",
        "en",
        "à",
        "sur",
    )
)
"""Pattern source before such a word: not behind a word that a title goes on after ("Functions of The Committee")."""
