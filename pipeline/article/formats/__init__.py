"""The formats that an article comes in: each says where its parts are, nothing more."""

from pipeline.article.formats.parts import Parts
from pipeline.article.formats.recognise import recognise

__all__ = ["Parts", "recognise"]
