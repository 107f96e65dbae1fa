"""Words that a question is put with and that say nothing of what is looked for, by language."""

from __future__ import annotations

from typing import Final

from evidence_site.records.search import in_words

_BY_LANGUAGE: Final = {
    "en": "a an and are as at by for from in into is it its of on or over the to was were which who with",
    "az": "bu da də və ilə ki üçün o bir",
    "hy": "և ու է են եւ էր էին որ մեջ համար մի",
    "ru": "а в во для до и из или как к на не о об от по при с со у что за",
}

#: All of them, folded: a question does not say in which language it is put.
STOP_WORDS: Final = frozenset(in_words(" ".join(_BY_LANGUAGE.values())).split())
