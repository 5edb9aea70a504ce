"""Chỉ tiêu: from the reports that Vietnamese localities print to a warehouse of facts.

Data goes one way, and so do the imports:

    documents -> statements -> conform -> staging -> (dbt_project) -> quality -> release
"""

__version__ = "0.1.0"
