"""Word templates in docxtpl's own syntax, compiled once and rendered many times; of budgets nothing is known here.

>>> from budgetdocs.word import WordTemplate, fill_contents
>>> template = WordTemplate("通知.docx")                     # doctest: +SKIP
>>> document = template.render({"单位": "沙城市财政局"})       # doctest: +SKIP
>>> document = fill_contents(document)                      # doctest: +SKIP
"""

from budgetdocs.word.contents import Contents, contents_of, fill_contents
from budgetdocs.word.merges import Break, restart_merges
from budgetdocs.word.template import WordTemplate

__all__ = ["Break", "Contents", "WordTemplate", "contents_of", "fill_contents", "restart_merges"]
