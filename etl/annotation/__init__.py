"""A report's text with each number marked by its role and the findings beside it.

What the page of an audit and the reading room share; both take it from the warehouse's own tables.
"""
