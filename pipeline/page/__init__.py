"""A record, or two versions of many, as one self-contained HTML file."""

from pipeline.page.model import Page, PageArticle, PageChange
from pipeline.page.write import write_page

__all__ = ["Page", "PageArticle", "PageChange", "write_page"]
