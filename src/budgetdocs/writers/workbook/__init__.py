"""The user's own .xlsx, annotated or mended: its XML is changed where that is needed, all else stays byte for byte.

Libraries that read a workbook whole and write it anew lose what they don't know: charts, pictures, shapes, slicers,
rich text, extensions. So none is used here.
"""

from budgetdocs.writers.workbook.annotate import annotate
from budgetdocs.writers.workbook.mend import MendedWorkbook, mend_workbook
from budgetdocs.writers.workbook.remark import Remark

__all__ = ["MendedWorkbook", "Remark", "annotate", "mend_workbook"]
