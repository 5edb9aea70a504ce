"""From a document's blocks to statements; see `reader.read_statements`."""

from etl.statements.model import Comparison, Number, Reading, Statement
from etl.statements.reader import read_statements

__all__ = ["Comparison", "Number", "Reading", "Statement", "read_statements"]
