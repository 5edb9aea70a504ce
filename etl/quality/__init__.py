"""What must be true of the staged tables before dbt, and of the marts before they are published.

This judges the product's own tables; whether a *printed* figure can be true is the business of the
quality rules in `dbt_project/`.
"""
