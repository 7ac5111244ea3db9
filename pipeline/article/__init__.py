"""Articles: one raw news text with its metadata, and how the bytes of a message become one."""

from pipeline.article.article import Article, UnreadableArticle

__all__ = ["Article", "UnreadableArticle"]
