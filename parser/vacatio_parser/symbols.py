"""What a word or phrase means to the grammar: the symbols a row of the lexicon names."""

from __future__ import annotations

from enum import StrEnum

from vacatio_parser.quick import quick


@quick
class Sym(StrEnum):
    """What a token means to the grammar; a row of the lexicon names it in ``means``."""

    # Symbols are looked up all the time; the hash of an enumeration is a Python function.
    __hash__ = str.__hash__

    # the verbs
    APPLY = "apply"  # вводится в действие: the rules begin to apply
    FORCE = "force"  # вступает в силу
    APPLY_WHICH = "apply_which"  # a participle: вводимый в действие, енгізілетін
    NO_CLAUSE = "no_clause"  # не может быть введен в действие
    RULE_TEXT = "rule_text"  # если в самих актах не указаны иные сроки
    REACH = "reach"  # распространяется на
    RUNS = "runs"  # действует
    LAPSE = "lapse"  # утратил силу: a statement
    REPEAL = "repeal"  # признать утратившим силу: an instruction
    SUSPEND = "suspend"  # приостановить
    # parts of a term
    EXPIRY = "expiry"  # по истечении
    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    CALENDAR = "calendar"  # күнтізбелік, which may stand before the number
    WORKING = "working"
    AFTER_DAY = "after_day"  # после дня
    AFTER = "after"  # после
    FROM_DAY = "from_day"  # со дня
    FROM = "from"  # с
    ON = "on"
    VAGUE = "vague"  # в начале, не позже
    NOT_BEFORE = "not_before"  # не ранее
    ITS = "its"
    OFFICIAL = "official"
    PUBLICATION = "publication"
    SIGNING = "signing"
    ADOPTION = "adoption"
    REGISTRATION = "registration"
    COMMENCING = "commencing"  # введения в действие
    LATER = "later"  # "ten days later": counted from what nobody says
    PASSED = "passed"  # өткен соң
    DAY_FROM = "day_from"  # күнінен
    THAT_IS = "that_is"
    INCLUSIVE = "inclusive"
    # staged commencement
    EXCEPT = "except"
    WHICH = "which"
    THIS = "this"
    ACT = "act"
    TREATY = "treaty"
    CHANGES = "changes"
    OTHER_THING = "other_thing"
    PROVISION = "provision"
    THE_REST = "the_rest"
    # end and reach
    UNTIL = "until"
    THROUGH = "through"
    DURING = "during"
    # whose clause it is
    ORDER_OF_COMMENCING = "order_of_commencing"
    SEE = "see"
    BY_OTHER_ACT = "by_other_act"
    FOOTNOTE = "footnote"
    AND = "and"
    LABEL = "label"  # дата введения в действие:
    TIME = "time"  # 00 часов
    WEEKDAY = "weekday"  # в воскресенье
    CONDITION = "condition"  # если: no fact
    MADE = "made"  # подписан, принят: another verb has the date
    DATED = "dated"  # от: the date of a citation
    ARISEN = "arisen"
    MUST = "must"
    # publication and duties
    PUBLISHED = "published"
    PUBLICATION_DATE = "publication_date"
    TOOK_PLACE = "took_place"
    UNOFFICIAL = "unofficial"  # a draft, a web page
    DEADLINE = "deadline"  # в течение, не позднее
    # what no lexicon holds
    NUMBER = "number"
    DATE = "date"
    WORD = "word"
    STOP = "."
    SEMICOLON = ";"
    COLON = ":"
    COMMA = ","
    OPEN = "("
    CLOSE = ")"
    DASH = "-"
    QUOTE = '"'
    NEWLINE = "newline"
