"""The page of an evaluation: which system is better, where, and how each article came out."""

from evals.report.page import report_html

__all__ = ["report_html"]
